# header.awk KCONFIG DOTCONFIG: write autoconf.h, every symbol as 0, 1 or a
# number. As with a kconfig tool, a symbol that is not in DOTCONFIG has its
# default, and a symbol whose dependencies are off is 0. DOTCONFIG may be a
# preset of config/, so a build needs no kconfig tool.
#
# BUILT_WITH is the text of -V -v: the features that are off or, if more are off
# than on, those that are on; then the limits that are not the default.

NR == FNR && $1 == "config" { name = $2; symbols[++n] = name }
NR == FNR && ($1 == "bool" || $1 == "int") { type[name] = $1 }
NR == FNR && $1 == "default" { value[name] = usual[name] = $2 }
NR == FNR && $1 == "depends" { depends[name] = $0 }
NR != FNR && /^CONFIG_[A-Z0-9_]*=/ {
	split(substr($0, 8), pair, "=")
	value[pair[1]] = pair[2]
}
NR != FNR && /^# CONFIG_.* is not set$/ { value[substr($2, 8)] = "n" }

# Adds what -V -v prints of a symbol; a limit of a feature that is off has no value.
function tell(name, v,	short) {
	short = " " substr(name, 9)
	if (type[name] == "int") {
		if (v != usual[name] && v != "n")
			limits = limits short "=" v
	} else if (name != "NETSTAT") {
		if (v == "y" && ++ons)
			on = on short
		if (v == "n" && usual[name] == "y" && ++offs)
			off = off short
		if (v == "y" && usual[name] == "n")
			more = more short
	}
}

# The symbols are in order: the dependencies of a symbol come before it.
END {
	print "/* made from the configuration, do not edit */"
	for (i = 1; i <= n; i++) {
		name = symbols[i]
		count = split(depends[name], word)
		for (j = 3; j <= count; j += 2)
			if (value[word[j]] != "y")
				value[name] = "n"
		v = value[name]
		print "#define CFG_" name, v == "y" ? 1 : v == "n" ? 0 : v
		tell(name, v)
	}
	print "#define BUILT_WITH \"features:" (offs > ons ? on : \
		" all" (off ? " but" : "") off (more ? " and" : "") more) \
		"\\nlimits:" (limits ? limits : " default") "\\n\""
}
