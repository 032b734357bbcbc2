# words.awk AUTOCONF.H OPTIONS.DEF WINDOWS.DEF: the words that netstat.bash
# completes, for the options of this configuration.

$1 == "#define" {
	sub(/^CFG_NETSTAT_/, "", $2)
	value[$2] = $3
}

# OPT(symbol, id, "letter", "long name", group, "help")
/^OPT\(/ {
	split($0, field, /[(,]/)
	split($0, text, "\"")
	if (text[6] == "" || (field[2] != "CORE" && value[field[2]] != 1))
		next
	if (text[2] != " ")
		letters = letters " -" text[2]
	if (value["LONG_OPTS"] != 1)
		next
	if (sub(/\[=.*/, "", text[4]) || sub(/=.*/, "=", text[4]) || text[4] != "")
		long = long " --" text[4]
}

$1 == "=" { inside = $2 == "WIN_USAGE" && value["WINDOWS"] == 1 }
inside && $1 == "?" { windows = windows " /" $2 }

END {
	if (value["WINDOWS_DEFAULT"] == 1) {
		letters = windows
		gsub("/", "-", letters)
	}
	print "_netstat_letters='" substr(letters, 2) "'"
	print "_netstat_long='" substr(long, 2) "'"
	print "_netstat_windows='" substr(windows, 2) "'"
}
