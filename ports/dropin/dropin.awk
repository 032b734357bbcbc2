# dropin.awk TEMPLATE: print the one file that replaces netstat.c in another
# source tree. TEMPLATE is busybox.c or toybox.c; some of its lines are
# replaced:
#
#   @hosts NAME:HOST...     the tree's symbol HOST turns NAME on; it has no
#                           symbol NEVER
#   @config                 the symbols of ports/dropin/symbols
#   @limits                 the ints of kconfig/Kconfig
#   @usage                  options.def as a help text
#   @small                  options of gcc for small code
#   @constants              what of kconfig/Kconfig is on, and all limits
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

function read_kconfig(file, prefix,	line, f, name, help)
{
	while ((getline line <file) > 0) {
		if (line ~ /^[a-z]/)
			name = ""
		split(line, f)
		if (f[1] == "config" && line ~ "^config " prefix) {
			name = substr(f[2], length(prefix) + 1)
			if (prefix == "")
				asked[++asks] = name = ">" name
			else
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
		else if (f[1] == "with")
			read_members(name, substr(line, 7))
	}
	close(file)
}

# NAME of ports/dropin/symbols turns on MEMBERS of kconfig/Kconfig.
function read_members(name, members,	n, f, i)
{
	n = split(members, f)
	for (i = 1; i <= n; i++)
		group[f[i]] = substr(name, 2)
}

# The symbol of the tree that turns on NAME; "" if the applet always has it.
function group_of(name)
{
	if (name in host)
		return host[name]
	if (!(name in group))
		return prefix "MORE"
	return group[name] == "NETSTAT" ? "" : prefix group[name]
}

# NAME and all that it depends on, as symbols of the tree.
function needs(name)
{
	return only_once(group_of(name) " " needs_of(name))
}

# What NAME depends on.
function needs_of(name,	n, f, i, list)
{
	n = split(depends[name], f)
	for (i = 1; i <= n; i++)
		if (sub(/^NETSTAT_/, "", f[i]))
			list = list " " needs(f[i])
	return only_once(list)
}

function only_once(list,	n, f, i, seen, once)
{
	n = split(list, f)
	for (i = 1; i <= n; i++) {
		if (!(f[i] in seen))
			once = once (once == "" ? "" : " ") f[i]
		seen[f[i]] = 1
	}
	return once
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

# KEY: the symbol's name in the arrays; WITH: a further line
function print_symbol(key, with,	name, before, field)
{
	name = key
	sub(/^>/, "", name)
	before = tree == "busybox" ? "//config:" : ""
	field = tree == "busybox" ? before "\t" : "  "
	print before
	print before "config " prefix name
	print field type[key]
	if (with != "")
		print field with
	print field "default " value[key]
	print field "depends on NETSTAT" on[key]
	print field "help"
	print_help(key, tree == "busybox" ? field : "    ")
}

function print_config(	i, key)
{
	for (i = 1; i <= asks; i++) {
		key = asked[i]
		if (key == ">NETSTAT" || key == ">NEVER")
			continue
		if (tree == "busybox" && depends[key] != "") {
			on[key] = " && " depends[key]
			gsub(/&& /, "&" prefix, on[key])
		}
		print_symbol(key)
	}
}

function print_limits(	i, n, f, j, name)
{
	for (i = 1; i <= symbols; i++) {
		name = symbol[i]
		if (!is_int(name))
			continue
		on[name] = " && " prefix "LIMITS"
		n = split(needs_of(name), f)
		for (j = 1; j <= n; j++)
			on[name] = on[name] " && " f[j]
		print_symbol(name, "range " range[name])
	}
}

# A symbol of the tree as a condition of C. A .config of toybox may lack it.
function enabled(name,	text)
{
	if (tree == "busybox")
		return "ENABLE_" name
	text = value[">" substr(name, length(prefix) + 1)] == "y" ? \
		"(!defined CFG_# || CFG_#)" : "(defined CFG_# && CFG_#)"
	gsub(/#/, name, text)
	return text
}

# What depends on something else is off if that is off, whatever a .config says.
function print_bool(name,	n, f, i, text)
{
	n = split(needs(name), f)
	for (i = 1; i <= n; i++)
		text = text (text == "" ? "" : " && ") enabled(f[i])
	if (text == "" || text ~ /NEVER/) {
		print "#define NETSTAT_HAS_" name, (text == "" ? 1 : 0)
		return
	}
	print "#if " text
	print "# define NETSTAT_HAS_" name " 1"
	print "#else\n# define NETSTAT_HAS_" name " 0\n#endif"
}

function print_int(name,	n, f, i, text)
{
	if (tree == "busybox") {
		text = "ENABLE_" prefix "LIMITS"
		n = split(needs_of(name), f)
		for (i = 1; i <= n; i++)
			text = text " && " enabled(f[i])
		print "#if " text
		print "# define NETSTAT_LIMIT_" name " CONFIG_" prefix name
		print "#else"
	}
	print "# define NETSTAT_LIMIT_" name, value[name]
	if (tree == "busybox")
		print "#endif"
}

function print_constants(	i)
{
	for (i = 1; i <= symbols; i++)
		if (is_int(symbol[i]))
			print_int(symbol[i])
		else
			print_bool(symbol[i])
	print_bool("ROUTES6")
	print_bool("FAMILY")
}

# Optimizations that make this file larger, with gcc 12 on x86-64.
function print_small()
{
	print "#if defined __GNUC__ && !defined __clang__"
	print "# if __GNUC__ >= 12"
	print "#  pragma GCC optimize (\"Oz\")"
	print "# endif"
	print "# pragma GCC optimize (\"no-tree-loop-distribute-patterns\", \\"
	print indented("\t\"no-move-loop-invariants\", \"no-optimize-sibling-calls\", \\")
	print indented("\t\"no-strict-aliasing\", \"no-tree-tail-merge\", \\")
	print indented("\t\"no-jump-tables\", \"no-if-conversion\", \"no-tree-fre\", \\")
	print indented("\t\"no-tree-forwprop\", \"no-forward-propagate\", \\")
	print indented("\t\"no-expensive-optimizations\", \"no-tree-dominator-opts\", \\")
	print indented("\t\"no-schedule-insns2\", \"no-shrink-wrap\", \"no-caller-saves\")")
	print "#endif"
}

# -- the help text --------------------------------------------------------------

# BusyBox puts a text together from the symbols that are on. In toybox it is one
# text for all configurations (the config2help.c of 0.8.9 can put texts together,
# but uses memory that it has freed), so it has the options that are always there,
# and -h lists all.

# Q: the texts of a row of options.def, as split at the quotes. BusyBox: the
# texts of letters begin at the same column, those of long options too.
function usage_text(q,	name)
{
	name = q[4]
	sub(/; -pp all/, tree == "toybox" ? "" : \
		"\" IF_FEATURE_NETSTAT_OWNERS(\"&\") \"", q[6])
	if (q[2] != " ") {
		name = name ~ /=/ ? substr(name, index(name, "=") + 1) : ""
		sub(/^FAMILY/, "LIST", name)
		name = "-" q[2] (name == "" ? "" : " " name)
	} else {
		name = "--" name
	}
	if (tree == "toybox") {
		gsub(/[{][A-Z_]+|}/, "", q[6])
		return "    " name "\t" q[6]
	}
	return "\\n\t" name substr(name ~ /^--/ ? "\t\t\t" : "\t", 1 + \
		(name ~ /^--/ ? int(length(name) / 8) : 0)) q[6]
}

# The symbol of a row of options.def.
function symbol_in(row)
{
	gsub(/^OPT\(|,.*/, "", row)
	return row
}

# {SYMBOL TEXT} in a help text: text that only builds with the symbol have.
function with_symbols(text,	before, after, symbol, f, i)
{
	if (!match(text, /[{][A-Z_]+/))
		return text
	before = substr(text, 1, RSTART - 1) "\""
	symbol = substr(text, RSTART + 1, RLENGTH - 1)
	text = substr(text, RSTART + RLENGTH)
	after = "\"" substr(text, index(text, "}") + 1)
	text = "\"" substr(text, 1, index(text, "}") - 1) "\""
	for (i = split(only_once(needs(symbol)), f); i > 0; i--)
		text = "IF_" f[i] "(" text ")"
	return before " " text " " after
}

function usage_line(row,	q, cfg, text, n, f, i)
{
	split(row, q, "\"")
	cfg = symbol_in(row)
	if (q[6] == "" || (q[2] == " " && q[4] == ""))
		return
	if (tree == "toybox") {
		if (q[2] != " " && needs(cfg) == "")
			print usage_text(q)
		return
	}
	text = "\"" with_symbols(usage_text(q)) "\""
	n = split(only_once((q[2] == " " ? prefix "LONG_OPTS " : "") \
		needs(cfg)), f)
	for (i = n; i > 0; i--)
		text = "IF_" f[i] "(" text ")"
	print "//usage:     " text
}

function read_options(	line)
{
	while ((getline line <"applet/run/options.def") > 0)
		if (line ~ /^OPT\(/) {
			sub(/CORE, FAMILY,/, "FAMILY, FAMILY,", line)
			sub(/[{]BUILD[^}]*}/, "", line)	# of NEVER
			option[++options] = line
		}
	close("applet/run/options.def")
}

function print_usage(	i, q, letters)
{
	for (i = 1; i <= options; i++) {
		split(option[i], q, "\"")
		if (q[2] != " " && q[6] != "" && needs(symbol_in(option[i])) == "")
			letters = letters q[2]
	}
	if (tree == "toybox")
		printf "    usage: netstat [-%s]\n\n    %s\n\n", letters,
			"Show sockets and more. -h all lists all options of this build."
	for (i = 1; i <= options; i++)
		usage_line(option[i])
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

# The Makefile says which symbols enable which file.
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
		}
	}
	close("Makefile")
	if (sources < 5)
		die("no list of files in the Makefile")
}

# toybox indents by two blanks.
function indented(line,	blanks)
{
	for (; tree == "toybox" && line ~ /^\t/; line = substr(line, 2))
		blanks = blanks "  "
	return blanks line
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
		sub(/^OPT\(CORE, FAMILY,/, "OPT(FAMILY, FAMILY,", line)
		if (line ~ /^[A-Z]+\(/)
			text = text " \\\n" indented("\t" line)
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
			print indented(line)
	}
	if (!blocks)
		die("no texts in " texts)
	print "#endif"
}

# STATE(TYPE, NAME): a part of the memory around netstat_state. An instruction
# reaches 128 bytes before and after it with a short offset, so it begins there;
# each BUFFER(TYPE, NAME), which is large, is below. FILE is where it is.
function print_state(line, file,	type, name, i)
{
	type = line
	sub(/^[A-Z_]+\(/, "", type)
	name = type
	sub(/,.*/, "", type)
	gsub(/^.*, |\);$/, "", name)
	i = line ~ /BUFFER/
	print "enum {"
	if (i) {
		print indented("\tSTATE_" name " = -((" state_end[i] \
			" + sizeof(" type ") + 63) & ~63),")
		print indented("\tSTATE_END_" name " = -STATE_" name ",")
	} else {
		print indented("\tSTATE_" name " = (" state_end[i] " + 7) & ~7,")
		print indented("\tSTATE_END_" name " = STATE_" name \
			" + (int)sizeof(" type "),")
	}
	print "};"
	print "#define " name " (*(" type " *)(netstat_state + STATE_" name "))"
	if (line !~ /^SHARED/)
		undo = undo "#undef " name "\n"
	state_end[i] = "STATE_END_" name
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

function print_file(file,	line, f)
{
	heading(file)
	while ((getline line <file) > 0) {
		if (line ~ /^#include ".*\.def"/) {
			split(line, f, "\"")
			line = def_name(f[2])
		}
		if (line ~ /^#include "|^#define PACKED_DATA/ ||
		    is_definition(line))
			continue
		if (line ~ /^(STATE|BUFFER|SHARED|SHARED_BUFFER)\(/) {
			print_state(line, file)
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
		print indented(line)
	}
	close(file)
}

function print_source(i,	on, before, n)
{
	on = source_if[source[i]]
	# without queries of its own, a tree's C library knows the names
	if (source[i] == "lookup/names") {
		print "\n#if CFG(RESOLVE) && !CFG(DNS)"
		print_file("ports/dropin/names.c")
		print "#endif"
		on = on " && CFG(DNS)"
	}
	undo = ""
	if (on != "")
		print "\n#if " on
	for (n = 0; n < 2; n++)
		before[n] = state_end[n]
	print_file("applet/" source[i] ".c")
	printf "%s", undo
	if (on == "")
		return
	print "\n#else"
	for (n = 0; n < 2; n++)
		if (state_end[n] != before[n])
			print "enum { " state_end[n] " = " before[n] " };"
	print "#endif\t/* " on " */"
}

function print_sources(	i, n, f)
{
	state_end[0] = -128
	state_end[1] = 128
	print_storage()
	print "#define netstat_main netstat_run"
	n = split(lists, f)
	for (i = 1; i <= n; i++)
		print_def(f[i])
	n = split(headers, f)
	for (i = 1; i <= n; i++)
		print_file("applet/" f[i])
	print_texts()
	for (i = 1; i <= sources; i++)
		print_source(i)
	print "\n#undef netstat_main"
	print "enum {"
	print indented("\tSTATE_BELOW = " state_end[1] ",")
	print indented("\tSTATE_SIZE = STATE_BELOW + " state_end[0])
	print "};"
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
	prefix = tree == "busybox" ? "FEATURE_NETSTAT_" : "NETSTAT_"
	group["CORE"] = "NETSTAT"
	depends["ROUTES6"] = "NETSTAT_IPV6 && NETSTAT_ROUTE"
	read_kconfig("kconfig/Kconfig", "NETSTAT_")
	read_kconfig("ports/dropin/symbols", "")
	if (symbols < 10 || asks < 10)
		die("no symbols")
	read_options()
	read_makefile()
}

/^@hosts/ {
	for (i = 2; i <= NF; i++) {
		split($i, pair, ":")
		host[pair[1]] = pair[2]
	}
	next
}
/^@config/ { print_config(); next }
/^@limits/ { print_limits(); next }
/^@usage/ { print_usage(); next }
/^@small/ { print_small(); next }
/^@constants/ { print_constants(); next }
/^@sources/ { print_sources(); next }
{ print indented($0) }
END { exit failed }
