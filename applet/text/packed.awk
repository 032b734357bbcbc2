# packed.awk AUTOCONF.H FILE.DEF...: write packed.h, the longer texts of the
# program as rows that end with NUL, and the start of each block of rows:
#
#   options.def: block HELP, the help of each option, "" of one not configured
#   others: "KEY" WHEN "SENTENCE", in the blocks that they name
#
# They take half the space: the two symbols that occur together most often
# become a new symbol, again and again (byte pair encoding). A symbol has 9
# bits, or 10 if there are many texts, the lowest bit first. 0 ends a row, the
# next symbols are the printable bytes, those from 96 on are pairs; "texts"
# begins with both symbols of each pair. The end of a row is never in a pair, so
# a row can be skipped without unpacking it. With -v size=256 a symbol is a
# byte, so that the C preprocessor can put texts together, for drop-ins.

BEGIN {
	for (i = 32; i < 127; i++)
		code[sprintf("%c", i)] = i - 31
}

function add(text,	i) {
	for (i = 1; i <= length(text); i++)
		symbol[n++] = code[substr(text, i, 1)]
	symbol[n++] = 0
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
	# an option without a letter exists only with long options
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
$1 == "." {	# an empty row: the reader stops there
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

# The most frequent pair; of several, the first one.
function best_pair(	pair, best) {
	best = 0
	for (pair in count)
		if (count[pair] > count[best] ||
		    (count[pair] == count[best] && pair + 0 < best))
			best = pair + 0
	return count[best] > 2 ? best : 0
}

function count_pair(left, right, by) {
	if (left && right && !(count[left * 1024 + right] += by))
		delete count[left * 1024 + right]
}

# Replaces each pair LEFT RIGHT by NEW, and closes the gaps.
function replace(left, right, new,	i, to, b) {
	b = 1
	for (i = to = 0; i < n; i++) {
		while (b <= blocks && start[b] == i)
			start[b++] = to
		if (symbol[i] == left && i + 1 < n && symbol[i + 1] == right) {
			count_pair(symbol[to - 1], left, -1)
			count_pair(symbol[to - 1], new, 1)
			count_pair(right, symbol[i + 2], -1)
			count_pair(new, symbol[i + 2], 1)
			symbol[to++] = new
			i++
		} else {
			symbol[to++] = symbol[i]
		}
	}
	n = start[blocks] = to
	delete count[left * 1024 + right]
}

# Bits that do not fill a byte wait for the next symbol.
function pack(code) {
	bits += code * weight
	for (weight *= size; weight > 255; weight /= 256) {
		printf "%d,%s", bits % 256, ++packed % 16 ? " " : "\n\t"
		bits = int(bits / 256)
	}
}

function max(a, b) {
	return a > b ? a : b
}

END {
	block("END")
	for (i = 0; i + 1 < n; i++)
		count_pair(symbol[i], symbol[i + 1], 1)
	if (!size)
		size = n > 12000 ? 1024 : 512
	for (k = 96; k < size && (pair = best_pair()); k++) {
		left[k] = int(pair / 1024)
		right[k] = pair % 1024
		replace(left[k], right[k], k)
		depth[k] = 1 + max(depth[left[k]], depth[right[k]])
		deepest = max(deepest, depth[k])
	}
	print "/* made by packed.awk, do not edit */"
	print "#ifndef PACKED_H\n#define PACKED_H"
	for (i = 1; i <= blocks; i++)
		print "#define BLOCK_" name[i], 2 * (k - 96) + start[i]
	print "#define SYMBOL_BITS", 8 + (size > 256) + (size > 512)
	print "#define PAIR_DEPTH", deepest + 0
	print "#define LONGEST_TEXT", longest + 0
	if (errnos)
		print "#define ERRNOS", errnos
	print "#endif\n#ifdef PACKED_DATA\n#undef PACKED_DATA"
	weight = 1
	printf "static const unsigned char texts[] = {\n\t"
	for (i = 96; i < k; i++) {
		pack(left[i])
		pack(right[i])
	}
	for (i = 0; i < n; i++)
		pack(symbol[i])
	pack(0)		# what is left; a symbol is read as two bytes
	pack(0)
	print "\n};\n#endif"
}
