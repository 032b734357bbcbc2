# header.awk KCONFIG DOTCONFIG: write autoconf.h, every symbol as 0, 1 or a
# number. As with a kconfig tool, a symbol that is not in DOTCONFIG has its
# default, and a symbol whose dependencies are off is 0. DOTCONFIG may be a
# preset of config/, so a build needs no kconfig tool.

NR == FNR && $1 == "config" { name = $2; symbols[++n] = name }
NR == FNR && $1 == "default" { value[name] = $2 }
NR == FNR && $1 == "depends" { depends[name] = $0 }
NR != FNR && /^CONFIG_[A-Z0-9_]*=/ {
	split(substr($0, 8), pair, "=")
	value[pair[1]] = pair[2]
}
NR != FNR && /^# CONFIG_.* is not set$/ { value[substr($2, 8)] = "n" }

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
	}
}
