# table.awk: medians and ratios of one bench. Reads the file "costs", one line
# per run:
#	ROUND PROGRAM WALL USER SYS			microseconds
# (round 0 is the warm-up), then "facts", one line per program:
#	PROGRAM PEAK-KIB ROWS
# and prints a table. Variables: label; right, the number of rows that each
# program must print (empty: not counted); goal, the largest ratio to the base
# for our program (empty: none); summary, the file that gets a line of ratios
# for the last page. Fails if our program prints a wrong number of rows.

function median(list, n,	i, j, t) {
	for (i = 2; i <= n; i++)
		for (j = i; j > 1 && list[j] < list[j - 1]; j--) {
			t = list[j]
			list[j] = list[j - 1]
			list[j - 1] = t
		}
	i = int((n + 1) / 2)
	return (list[i] + list[n + 1 - i]) / 2
}

# The median over the rounds of the time of PROGRAM, or of its ratio to BASE in
# the same round; -1 if it never ran.
function typical(program, value, base,	list, n, r) {
	n = 0
	for (r = 1; r <= rounds; r++)
		if ((r, program) in value && (!base || (r, base) in value))
			list[++n] = value[r, program] / \
				(base ? value[r, base] : 1)
	return n ? median(list, n) : -1
}

# Other load on the machine can only add to it.
function least(program, value,	r, v) {
	v = -1
	for (r = 1; r <= rounds; r++)
		if ((r, program) in value && (v < 0 || value[r, program] < v))
			v = value[r, program]
	return v
}

function ratio(x) {
	return x < 0 ? "-" : x < 0.1 ? sprintf("%.3f", x) : sprintf("%.2f", x)
}

FILENAME == "costs" {
	wall[$1, $2] = $3 / 1000
	cpu[$1, $2] = ($4 + $5) / 1000
	rounds = $1 > rounds ? $1 : rounds
	next
}

FNR == 1 {
	printf "\n%-36s %9s %7s %9s %7s %9s %8s\n", label, "wall ms",
		"/cat", "cpu ms", "/cat", "peak KiB", "rows"
}

{
	if (typical($1, wall) < 0) {
		printf "  %-34s failed, or took longer than the limit\n", $1
		cell[$1] = "too long"
		next
	}
	wrong = $1 !~ /^cat/ && right != "" && $3 != right
	failed = failed || (wrong && $1 == "netstat")
	floor = least("cat", cpu)
	printf "  %-34s %9.2f %7s %9.2f %7s %9d %7d%s\n", $1, typical($1, wall),
		ratio(typical($1, wall, "cat")), least($1, cpu),
		ratio(floor > 0 ? least($1, cpu) / floor : -1), $2, $3,
		wrong ? "!" : ""
	cell[$1] = ratio(typical($1, wall, "cat")) (wrong ? "!" : "")
	peak[$1] = $2
}

END {
	if (goal != "")
		printf "  goal: at most %s times the first\n", goal
	printf "%s", label >>summary
	n = split("cat-again netstat net-tools busybox toybox ss", name, " ")
	for (i = 1; i <= n; i++)
		printf "|%s", name[i] in cell ? cell[name[i]] : "-" >>summary
	print "" >>summary
	if (memory) {
		printf "memory, KiB, %s", label >>summary
		for (i = 1; i <= n; i++)
			printf "|%s", name[i] in peak && name[i] != "cat-again" ? \
				peak[name[i]] : "-" >>summary
		print "" >>summary
	}
	exit failed
}
