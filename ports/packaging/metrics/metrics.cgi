#!/bin/sh
# A CGI for BusyBox httpd, uhttpd and others: /cgi-bin/metrics of a web server
# that is there anyway. MATCH keeps the answer small, for example "default".
exec netstat --metrics=cgi --match="${MATCH:-*}"
