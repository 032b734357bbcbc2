# text.awk AUTOCONF.H FILE.DEF...: writes text.h, the longer texts of the program
# as rows that end with NUL, and where each block of rows begins:
#
#   options.def: block HELP, the help of each option, "" of one not configured
#   others: "KEY" WHEN "SENTENCE", in the blocks that they name
#
# They take half the room because what two bytes are found together most often
# becomes one byte that no text has, again and again (byte pair encoding):
# "pairs" has the two bytes of each, those of 127 first, those of 31 last. A NUL
# is never in a pair, so rows can be passed over as they are.

BEGIN {
	for (i = 32; i < 127; i++)
		code[sprintf("%c", i)] = i
}

function add(text,	i) {
	for (i = 1; i <= length(text); i++)
		byte[n++] = code[substr(text, i, 1)]
	byte[n++] = 0
	longest = max(longest, length(text))
}

function block(title) {
	name[++blocks] = title
	start[blocks] = n + 0
}

$1 == "#define" {
	if (sub(/^CFG_NETSTAT_/, "", $2))
		value[$2] = $3
	next
}
/^OPT\(/ {	# OPT(symbol, id, letter, name, "help")
	if (!helped++)
		block("HELP")
	split($0, part, /[(,]/)
	sub(/"\)$/, "")
	sub(/.*, "/, "")
	if (value["USAGE"] != 1)
		next
	# one without a letter is there with long options alone
	if (part[4] ~ /" "/ && value["LONG_OPTS"] != 1)
		$0 = ""
	add(part[2] == "CORE" || value[part[2]] == 1 ? $0 : "")
	next
}
/^(#|OPT| ?\/?\*)/ || !NF { next }
$1 == "@" {	# up to the next one a symbol's
	left_out = $2 && value[$2] != 1
	next
}
$1 == "=" {
	block($2)
	next
}
left_out { next }
$1 == "." {	# an empty row, where a reader is to end
	add("")
	next
}
{
	sentence = $0
	sub(/^[^ ]+ +[^ ]+ */, "", sentence)
	sub(/_$/, " ", sentence)
	if (name[blocks] == "ERRORS") {
		errnos = errnos (errnos ? ", " : "") $2
		add(sentence)
		next
	}
	add($2 $1 sentence)
}

# The pair that is there most often, of several the one with the lowest bytes.
function best_pair(	count, i, pair, best) {
	for (i = 0; i + 1 < n; i++)
		if (byte[i] && byte[i + 1])
			count[byte[i] * 256 + byte[i + 1]]++
	best = 0
	for (pair in count)
		if (count[pair] > count[best] ||
		    (count[pair] == count[best] && pair + 0 < best))
			best = pair + 0
	return count[best] > 2 ? best : 0
}

# Puts NEW in place of each pair LEFT RIGHT, and moves what follows.
function replace(left, right, new,	i, to, b) {
	b = 1
	for (i = to = 0; i < n; i++) {
		while (b <= blocks && start[b] == i)
			start[b++] = to
		if (byte[i] == left && i + 1 < n && byte[i + 1] == right) {
			byte[to++] = new
			i++
		} else {
			byte[to++] = byte[i]
		}
	}
	n = start[blocks] = to
}

function max(a, b) {
	return a > b ? a : b
}

END {
	block("END")
	for (k = 127; k < 256 + 32 && (pair = best_pair()); k++) {
		new = k % 256
		if (!new)
			continue
		left[new] = int(pair / 256)
		right[new] = pair % 256
		replace(left[new], right[new], new)
		depth[new] = 1 + max(depth[left[new]], depth[right[new]])
		deepest = max(deepest, depth[new])
	}
	print "/* made by text.awk, do not edit */"
	print "#ifndef TEXT_H\n#define TEXT_H"
	for (i = 1; i <= blocks; i++)
		print "#define BLOCK_" name[i], start[i]
	print "#define PAIR_DEPTH", deepest + 0
	print "#define LONGEST_TEXT", longest + 0
	if (errnos)
		print "#define ERRNOS", errnos
	print "#endif\n#ifdef TEXT_DATA\n#undef TEXT_DATA"
	print "static const unsigned char pairs[][2] = {"
	for (i = 127; i < k; i++)
		print "\t{ " left[i % 256] + 0 ", " right[i % 256] + 0 " },"
	print "};"
	if (!n)
		byte[n++] = 0	# C has no empty arrays
	print "static const unsigned char texts[] = {"
	for (i = 0; i < n; i++)
		printf "%s%d,%s", i % 16 ? " " : "\t", byte[i], i % 16 == 15 ? "\n" : ""
	print "\n};\n#endif"
}
