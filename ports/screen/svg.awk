# A screen of text as a picture: awk -f svg.awk TEXT >PICTURE
# Lines that begin with "$ " are commands. The picture has no font of its own:
# each line says how long it is, so that any fixed-width font fits.

function xml(s)
{
	gsub(/&/, "\\&amp;", s)
	gsub(/</, "\\&lt;", s)
	gsub(/>/, "\\&gt;", s)
	gsub(/ /, "\\&#160;", s)	# viewers join other blanks
	return s
}

function put(kind, column, s)
{
	if (s != "")
		printf "<text class=\"%s\" x=\"%.1f\" y=\"%d\" textLength=\"%.1f\">%s</text>\n",
			kind, MARGIN + column * WIDE, MARGIN + FNR * HIGH - 5,
			length(s) * WIDE, xml(s)
}

BEGIN { WIDE = 8.4; HIGH = 18; MARGIN = 14 }
NR == FNR {
	if (length($0) > columns)
		columns = length($0)
	lines = NR
	next
}
FNR == 1 {
	width = 2 * MARGIN + columns * WIDE
	height = 2 * MARGIN + lines * HIGH
	printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">\n",
		width, height, width, height
	print "<title>netstat: what is wrong, counts, changes, namespaces, JSON</title>"
	print "<style>text { font: 14px monospace; fill: #d0d0d0 }"
	print ".command { fill: #ffffff; font-weight: bold }"
	print ".prompt { fill: #7fbf7f }</style>"
	printf "<rect width=\"%d\" height=\"%d\" rx=\"8\" fill=\"#1c1c1c\"/>\n",
		width, height
}
sub(/^\$ /, "") {
	put("prompt", 0, "$")
	put("command", 2, $0)
	next
}
{
	# blanks at the beginning are part of the position
	match($0, /^ */)
	put("row", RLENGTH, substr($0, RLENGTH + 1))
}
END { print "</svg>" }
