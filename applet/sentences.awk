# sentences.awk SENTENCES.DEF: writes sentences.h, the rows as strings "KEY" WHEN
# "SENTENCE" NUL, and where each block begins.
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
}

/^#/ || !NF { next }
$1 == "=" {
	name[++blocks] = $2
	start[blocks] = n + 0
	next
}
$1 == "." {	# an empty row, where a reader is to end
	byte[n++] = 0
	next
}
{
	sentence = $0
	sub(/^[^ ]+ +[^ ]+ */, "", sentence)
	sub(/_$/, " ", sentence)
	add($2 $1 sentence)
	byte[n++] = 0
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
	name[++blocks] = "END"
	start[blocks] = n
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
	print "/* made by sentences.awk, do not edit */"
	print "#ifndef SENTENCES_H\n#define SENTENCES_H"
	for (i = 1; i <= blocks; i++)
		print "#define BLOCK_" name[i], start[i]
	print "#define PAIR_DEPTH", deepest
	print "#if CFG(STATS)"
	print "static const unsigned char pairs[][2] = {"
	for (i = 127; i < k; i++)
		print "\t{ " left[i % 256] + 0 ", " right[i % 256] + 0 " },"
	print "};"
	print "static const unsigned char sentences[] = {"
	for (i = 0; i < n; i++)
		printf "%s%d,%s", i % 16 ? " " : "\t", byte[i], i % 16 == 15 ? "\n" : ""
	print "\n};\n#endif\n#endif"
}
