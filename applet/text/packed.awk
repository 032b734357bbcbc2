# packed.awk AUTOCONF.H FILE.DEF...: writes packed.h, the longer texts of the
# program as rows that end with NUL, and where each block of rows begins:
#
#   options.def: block HELP, the help of each option that is configured, after
#   the first letter of its group
#   others: "KEY" WHEN "SENTENCE", in the blocks that they name
#
# They take a third of their size. A character is guessed: the one that followed
# the same three before, or after a right guess the one after that. A bit says
# whether the guess is right; if not, seven bits are the character. How often a
# bit was 0 and 1 is counted in three places: for all characters, for the one
# before, and for the two before. Together they say how likely it is 1 now; each
# count is worth four times the one before. All bits make one number: each narrows
# the range in which it is to the part that the bit was likely to have (a range
# coder). packed.c makes the same counts while it unpacks.

BEGIN {
	for (i = 32; i < 127; i++)
		code[sprintf("%c", i)] = i
	TWO24 = 16777216
	TWO32 = 4294967296
	FACTOR = 1000003
	range = 1
	right = 0
	# before the first character
	symbol[0] = symbol[-1] = symbol[-2] = 0
}

function add(text,	i) {
	for (i = 1; i <= length(text); i++)
		symbol[++n] = code[substr(text, i, 1)]
	symbol[++n] = 0
	if (length(text) > longest)
		longest = length(text)
}

function block(title) {
	name[++blocks] = title
	start[blocks] = n + 0
}

# A help text without the parts {SYMBOL TEXT} of symbols that are off.
function enabled(text,	part, symbol) {
	while (match(text, /[{][^}]*}/)) {
		part = substr(text, RSTART + 1, RLENGTH - 2)
		match(part, /^[A-Z_]*/)
		symbol = substr(part, 1, RLENGTH)
		part = value[symbol] == 1 ? substr(part, RLENGTH + 1) : ""
		sub(/[{][^}]*}/, part, text)
	}
	return text
}

$1 == "#define" {
	if (sub(/^CFG_NETSTAT_/, "", $2))
		value[$2] = $3
	next
}
/^OPT\(/ {	# OPT(symbol, id, letter, name, group, "help")
	if (!helped++)
		block("HELP")
	split($0, part, /[(,]/)
	split($0, quoted, "\"")
	$0 = quoted[6]
	if ($0 != "")
		$0 = substr(part[6], 2, 1) $0
	if (value["USAGE"] != 1)
		next
	# an option without a letter needs long options
	if (part[4] ~ /" "/ && value["LONG_OPTS"] != 1)
		$0 = ""
	if (part[2] == "CORE" || value[part[2]] == 1)
		add(enabled($0))
	next
}
/^(#|OPT| ?\/?\*)/ || !NF { next }
$1 == "@" {	# up to the next one a symbol's
	left_out = 0
	for (i = 2; i <= NF; i++)
		left_out = left_out || value[$i] != 1
	next
}
$1 == "=" {
	block($2)
	next
}
left_out { next }
/^"/ {	# texts
	words = split(substr($0, 2, length($0) - 2), word, /" "/)
	for (i = 1; i <= words; i++)
		add(word[i])
	if (!words)
		add("")
	next
}
$1 == "." {	# an empty row, where a reader is to end
	add("")
	next
}
# a second byte is the letter of an advice
length($1) == 2 && value["HEALTH_ADVICE"] != 1 { $1 = substr($1, 1, 1) }
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

# Puts out the highest byte of LOW, which may be one too large for a byte: then
# the byte before it is one more.
function put_byte(	i) {
	byte[bytes++] = int(low / TWO24)	# the first four are 0
	for (i = bytes - 1; byte[i] > 255; i--) {
		byte[i] -= 256
		byte[i - 1]++
	}
	low = low % TWO24 * 256
}

# Three characters, or two and some bits, as a number
function number_of(a, b, c) {
	return (a * 128 + b) * 128 + c
}

# Where the counts for such a number are. Where two have the same place their
# counts are mixed up, which does no harm.
function place_of(number) {
	return int(number * FACTOR % TWO32 / 65536)
}

# Puts BIT. The counts for the numbers A, B and C say how likely it is 1. What
# was seen counts one more, and of the other little more than half is kept.
function put_bit(bit, a, b, c,	zeros, ones, part) {
	for (; range < TWO24; range *= 256)
		put_byte()
	a = place_of(a)
	b = place_of(b)
	c = place_of(c)
	zeros = 2 + count0[a] + 4 * count0[b] + 16 * count0[c]
	ones = 2 + count1[a] + 4 * count1[b] + 16 * count1[c]
	part = int(range / (zeros + ones)) * ones
	if (bit) {
		range = part
		seen(count1, count0, a)
		seen(count1, count0, b)
		seen(count1, count0, c)
	} else {
		low += part
		range -= part
		seen(count0, count1, a)
		seen(count0, count1, b)
		seen(count0, count1, c)
	}
}

function seen(same, other, p) {
	if (same[p] < 255)
		same[p]++
	if (other[p] > 1)
		other[p] = int(other[p] / 2) + 1
}

# Puts whether symbol[I] is guessed right. Returns that. RIGHT: how many guesses
# in this row were, two at most.
function put_guess(i,	three, hit) {
	three = place_of(number_of(symbol[i - 3], symbol[i - 2], symbol[i - 1]))
	guess = right ? guess + 1 : last[three] + 0
	last[three] = i
	hit = symbol[guess] == symbol[i]
	put_bit(hit, number_of(2 + right, 1, 1),
		number_of(2 + right, 1, symbol[guess]),
		number_of(2 + right, symbol[i - 1], symbol[guess]))
	right = hit ? right + (right < 2) : 0
	return hit
}

function put_symbol(i,	bits, weight, bit, one, two, three) {
	bits = 1
	one = number_of(1, 1, 0)
	two = number_of(1, symbol[i - 1], 0)
	three = number_of(symbol[i - 2], symbol[i - 1], 0)
	for (weight = 64; weight >= 1; weight /= 2) {
		bit = int(symbol[i] / weight) % 2
		put_bit(bit, one + bits, two + bits, three + bits)
		bits = 2 * bits + bit
	}
}

END {
	block("END")
	for (i = 1; i <= n; i++) {
		if (!put_guess(i))
			put_symbol(i)
		if (!symbol[i])
			right = 0
	}
	for (i = 0; i < 4; i++)
		put_byte()
	print "/* made by packed.awk, do not edit */"
	print "#ifndef PACKED_H\n#define PACKED_H"
	for (i = 1; i <= blocks; i++)
		print "#define BLOCK_" name[i], start[i]
	print "#define LONGEST_TEXT", longest + 0
	if (errnos)
		print "#define ERRNOS", errnos
	print "#endif\n#ifdef PACKED_DATA\n#undef PACKED_DATA"
	printf "static const unsigned char texts[] = {"
	for (i = 4; i < bytes; i++)
		printf "%s%d,", i % 16 == 4 ? "\n\t" : " ", byte[i]
	print "\n};\n#endif"
}
