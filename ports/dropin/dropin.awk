# dropin.awk TEMPLATE: print the one file that replaces netstat.c in another
# source tree. TEMPLATE is busybox.c or toybox.c; some of its lines are
# replaced:
#
#   @config SYMBOL:HOST...  kconfig/Kconfig in the tree's form; SYMBOL depends
#                           on the tree's symbol HOST too
#   @usage                  options.def as a help text
#   @constants              symbols of Kconfig that the tree cannot configure
#   @sources                applet/, the files that the Makefile lists
#
# -v tree=busybox or toybox; -v texts=FILE: packed.h with everything configured

function die(text)
{
	print "dropin.awk: " text >"/dev/stderr"
	failed = 1
	exit 1
}

# -- Kconfig ------------------------------------------------------------------

function read_kconfig(	line, f, name, help)
{
	while ((getline line <"kconfig/Kconfig") > 0) {
		if (line ~ /^[a-z]/)
			name = ""
		split(line, f)
		if (f[1] == "config" && line ~ /^config NETSTAT_/) {
			name = substr(f[2], 9)
			symbol[++symbols] = name
			help = 0
		}
		if (name == "")
			continue
		if (help)
			help_text[name] = help_text[name] line "\n"
		else if (f[1] == "help")
			help = 1
		else if (f[1] == "depends")
			depends[name] = substr(line, index(line, " on ") + 4)
		else if (f[1] == "bool" || f[1] == "int")
			type[name] = substr(line, 2)
		else if (f[1] == "default")
			value[name] = f[2]
		else if (f[1] == "range")
			range[name] = f[2] " " f[3]
	}
	if (symbols < 10)
		die("no symbols in kconfig/Kconfig")
}

function is_int(name)
{
	return type[name] ~ /^int/
}

# The help text, its lines after INDENT.
function print_help(name, indent,	n, lines, i, text)
{
	n = split(help_text[name], lines, "\n")
	for (i = 1; i <= n; i++) {
		text = lines[i]
		sub(/^[ \t]+/, "", text)
		if (text != "")
			print indent text
	}
}

# toybox has no numbers in its configuration, and its scripts/single.sh turns on
# what is off by default: such symbols are constants there.
function is_constant(name)
{
	return tree == "toybox" && (is_int(name) || value[name] == "n")
}

# HOSTS: what symbols depend on in addition to symbols of their own
function print_config(hosts,	i, n, pair, word, name, prefix, field, text, on)
{
	n = split(hosts, pair)
	for (i = 1; i <= n; i++) {
		split(pair[i], word, ":")
		on[word[1]] = word[2] " && "
	}
	prefix = tree == "busybox" ? "FEATURE_" : ""
	field = tree == "busybox" ? "//config:\t" : "  "
	for (i = 1; i <= symbols; i++) {
		name = symbol[i]
		if (is_constant(name))
			continue
		text = depends[name] == "" ? "" : " && " depends[name]
		gsub(/NETSTAT/, prefix "NETSTAT", text)
		print tree == "busybox" ? "//config:" : ""
		print (tree == "busybox" ? "//config:" : "") "config " \
			prefix "NETSTAT_" name
		print field type[name]
		if (is_int(name))
			print field "range " range[name]
		print field "default " value[name]
		print field "depends on " on[name] "NETSTAT" text
		print field "help"
		print_help(name, tree == "busybox" ? field : "    ")
	}
}

function print_constants(	i)
{
	for (i = 1; i <= symbols; i++)
		if (is_constant(symbol[i]))
			print "#define CFG_NETSTAT_" symbol[i], \
				value[symbol[i]] == "n" ? 0 : value[symbol[i]]
}

# -- the help text --------------------------------------------------------------

# A row of options.def becomes a line: its letter, else its long name.
function usage_line(row,	q, cfg, name)
{
	split(row, q, "\"")
	cfg = row
	gsub(/^OPT\(|,.*/, "", cfg)
	name = q[4]
	if (q[6] == "" || (q[2] == " " && name == ""))
		return
	if (q[2] != " ") {
		name = name ~ /=/ ? substr(name, index(name, "=") + 1) : ""
		name = "-" q[2] (name == "" ? "" : " " name)
	} else {
		name = "--" name
	}
	if (tree == "toybox") {
		gsub(/[{][A-Z_]+|}/, "", q[6])
		printf "    %s\t%s\n", name, q[6]
		return
	}
	name = "\"\\n\t" name "\t" q[6] "\""
	if (match(name, /[{][A-Z_]+/))
		name = substr(name, 1, RSTART - 1) "\" IF_FEATURE_NETSTAT_" \
			substr(name, RSTART + 1, RLENGTH - 1) "(\"" \
			substr(name, RSTART + RLENGTH)
	sub(/}/, "\") \"", name)
	if (name ~ /\t--/)
		name = "IF_FEATURE_NETSTAT_LONG_OPTS(" name ")"
	if (cfg != "CORE" && cfg != "LONG_OPTS")
		name = "IF_FEATURE_NETSTAT_" cfg "(" name ")"
	print "//usage:     " name
}

function print_usage(	line)
{
	while ((getline line <"applet/run/options.def") > 0)
		if (line ~ /^OPT\(/)
			usage_line(line)
	close("applet/run/options.def")
}

# -- the sources ------------------------------------------------------------------

# The symbols in LINE as a condition: any of them enables the rows, with $(and)
# all together.
function condition(line,	on, between)
{
	between = line ~ /\$\(and / ? " && " : " || "
	while (match(line, /CFG_NETSTAT_[A-Z0-9_]+/)) {
		on = on (on == "" ? "" : between) \
			"CFG(" substr(line, RSTART + 12, RLENGTH - 12) ")"
		line = substr(line, RSTART + RLENGTH)
	}
	return on
}

# The Makefile says which symbols enable which file, and which files are
# compiled for speed.
function read_makefile(	line, f, n, i, on, name)
{
	while ((getline line <"Makefile") > 0) {
		if (line ~ /^obj-.* \+?= /) {
			on = condition(line)
			sub(/^.* \+?= /, "", line)
			n = split(line, f)
			for (i = 1; i <= n; i++) {
				name = substr(f[i], 1, length(f[i]) - 2)
				if (name == "core/start")
					continue
				if (name in source_if) {
					source_if[name] = source_if[name] " || " on
					continue
				}
				source[++sources] = name
				source_if[name] = on
			}
		} else if (line ~ /^fast = /) {
			n = split(line, f)
			for (i = 3; i <= n; i++)
				fast[substr(f[i], 1, length(f[i]) - 2)] = 1
		}
	}
	close("Makefile")
	if (sources < 5)
		die("no list of files in the Makefile")
}

function heading(file)
{
	print "\n/* -- from " file " " substr( \
		"-----------------------------------------------------------", \
		1, 62 - length(file)) " */\n"
}

# A list of rows that C files include becomes a macro of all its rows.
function print_def(file,	line, name, text)
{
	name = def_name(file)
	heading("applet/" file)
	while ((getline line <("applet/" file)) > 0) {
		if (line ~ /^[A-Z]+\(/)
			text = text " \\\n\t" line
		else if (line !~ /^(\/\*| \*|$)/)
			die("applet/" file ": not a row: " line)
	}
	close("applet/" file)
	print "#define " name text
}

function def_name(file)
{
	gsub(/[^a-z]/, "_", file)
	return "ROWS_OF_" file
}

# -- the texts ------------------------------------------------------------------

# All of them: they are packed together, so the configuration cannot leave some
# out.
function print_texts(	line, on)
{
	heading("applet/text/packed.awk and what it reads")
	on = source_if["text/packed"]
	while ((getline line <texts) > 0) {
		if (line ~ /^#define BLOCK_END / )
			blocks = 1
		if (line ~ /^static/)
			print "\n#if " (on == "" ? 1 : on)
		if (line ~ /^(#define|static|\t|})/)
			print line
	}
	if (!blocks)
		die("no texts in " texts)
	print "#endif"
}

# STATE(TYPE, NAME): a part of the memory that netstat_state points to. END is
# the end of the part before it.
function print_state(line, end,	type, name)
{
	type = line
	sub(/^[A-Z]+\(/, "", type)
	name = type
	sub(/,.*/, "", type)
	gsub(/^.*, |\);$/, "", name)
	print "enum {"
	print "\tSTATE_" name " = (" end " + 63) & ~63,"
	print "\tSTATE_END_" name " = STATE_" name " + sizeof(" type "),"
	print "};"
	print "#define " name " (*(" type " *)(netstat_state + STATE_" name "))"
	return name
}

# The name declared or defined in LINE: the word before its "(" or "[".
function name_in(line)
{
	sub(/[(\[].*/, "", line)
	sub(/.*[ *]/, "", line)
	return line
}

# Does LINE declare or define a function or table that files share?
function is_shared(line)
{
	return line ~ /^[a-z].*[(\[]/ && line !~ /^(static|typedef) / &&
		line !~ /^(struct|union|enum)[^(]*{/
}

# The functions of a file that are not static.
function read_shared(name,	file, line)
{
	file = "applet/" name ".c"
	while ((getline line <file) > 0)
		if (is_shared(line))
			storage[name_in(line)] = source_if[name] == "" ? \
				"LOCAL" : "LOCAL_" identifier(name)
	close(file)
}

# Shared names become static, or extern if their file is left out: code that
# refers to them is then left out too.
function print_storage(	i)
{
	print "\n#define LOCAL static __attribute__((__unused__))"
	for (i = 1; i <= sources; i++) {
		read_shared(source[i])
		if (source_if[source[i]] != "") {
			print "#if " source_if[source[i]]
			print "# define LOCAL_" identifier(source[i]) " LOCAL"
			print "#else\n# define LOCAL_" identifier(source[i]) " extern\n#endif"
		}
	}
}

function identifier(name)
{
	gsub("/", "_", name)
	return name
}

function storage_of(name)
{
	return name in storage ? storage[name] : "LOCAL"
}

function with_storage(line,	name)
{
	name = name_in(line)
	sub(/^extern /, "", line)
	return storage_of(name) " " line
}

# A line such as "source_fn inet_read, unix_read;" declares functions.
function is_typed(line)
{
	return line ~ /^[a-z_]+_fn [a-z_0-9, ]+;$/
}

function print_typed(line,	n, f, i)
{
	sub(/;$/, "", line)
	n = split(line, f, /,? /)
	for (i = 2; i <= n; i++)
		print storage_of(f[i]), f[1], f[i] ";"
}

# "struct run_state run;" defines a variable that a header shares.
function is_definition(line,	f)
{
	return line ~ /^struct [a-z_]+ [a-z_]+;$/
}

function print_file(file,	line, f, state, end)
{
	end = state_end
	heading(file)
	while ((getline line <file) > 0) {
		if (line ~ /^#include ".*\.def"/) {
			split(line, f, "\"")
			line = def_name(f[2])
		}
		if (line ~ /^#include "|^#define PACKED_DATA/ ||
		    is_definition(line))
			continue
		if (line ~ /^(STATE|SHARED)\(/) {
			state = print_state(line, end)
			end = "STATE_END_" state
			if (line ~ /^STATE/)
				undo = undo "#undef " state "\n"
			continue
		}
		if (is_typed(line)) {
			print_typed(line)
			continue
		}
		if (file ~ /\.h$/ && is_shared(line))
			line = with_storage(line)
		else if (line ~ /^const .*\[/)
			line = "static " line
		print line
	}
	close(file)
	return end
}

function print_source(i,	on, end)
{
	on = source_if[source[i]]
	undo = ""
	if (on != "")
		print "\n#if " on
	if (source[i] in fast)
		print "\n#if CFG(FAST) && !defined __clang__\n" \
			"#pragma GCC push_options\n" \
			"#pragma GCC optimize (\"O2\")\n#endif"
	end = print_file("applet/" source[i] ".c")
	printf "%s", undo
	if (source[i] in fast)
		print "\n#if CFG(FAST) && !defined __clang__\n" \
			"#pragma GCC pop_options\n#endif"
	if (on != "") {
		if (end != state_end)
			print "\n#else\nenum { " end " = " state_end " };"
		print "#endif\t/* " on " */"
	}
	state_end = end
}

function print_sources(	i, n, f)
{
	state_end = 0
	print_storage()
	print "#define netstat_main netstat_run"
	print "static char *netstat_state;"
	n = split(lists, f)
	for (i = 1; i <= n; i++)
		print_def(f[i])
	n = split(headers, f)
	for (i = 1; i <= n; i++)
		state_end = print_file("applet/" f[i])
	print_texts()
	for (i = 1; i <= sources; i++)
		print_source(i)
	print "\n#undef netstat_main"
	print "enum { STATE_END = " state_end " };"
	print_file("ports/dropin/state.c")
}

BEGIN {
	# from the lowest folder up
	headers = "netstat.h text/text.h text/clock.h text/color.h text/fit.h " \
		"run/memory.h run/request.h run/run.h record/record.h " \
		"record/sock.h record/counter.h record/fields.h lookup/lookup.h source/source.h " \
		"source/inet.h source/diag.h source/diag_inet.h source/unix.h " \
		"stage/stage.h stage/filter.h stage/sort.h stage/watch.h sink/sink.h core/core.h"
	lists = "run/options.def record/fields.def source/sources.def " \
		"sink/sinks.def"
	read_kconfig()
	read_makefile()
}

/^@config/ { sub(/^@config ?/, ""); print_config($0); next }
/^@usage/ { print_usage(); next }
/^@constants/ { print_constants(); next }
/^@sources/ { print_sources(); next }
{ print }
END { exit failed }
