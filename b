Active UNIX domain sockets (w/o servers)
Proto RefCnt Flags       Type       State         I-Node   PID/Program name     Path
unix  2      [ ]         DGRAM                    123456   -                    @abstract
unix  3      [ ]         STREAM     CONNECTED     1160     -                    
unix  3      [ ]         STREAM     CONNECTED     1161     -                    /run/systemd/journal/stdout
unix  2      [ ]         DGRAM                    9        -                    
unix  1      [ ]         STREAM     FREE          2000     -                    /state/0
unix  2      [ ]         STREAM                   2001     -                    /state/1
unix  3      [ ]         STREAM     CONNECTING    2002     -                    /state/2
unix  4      [ ]         STREAM     CONNECTED     2003     -                    /state/3
unix  5      [ ]         STREAM     DISCONNECTING 2004     -                    /state/4
unix  6      [ ]         STREAM     UNKNOWN       2005     -                    /state/5
unix  7      [ ]         STREAM     UNKNOWN       2006     -                    /state/6
unix  1      [ ACC ]     STREAM     FREE          2100     -                    /acc/0
unix  3      [ ACC ]     STREAM     CONNECTING    2102     -                    /acc/2
unix  4      [ ACC ]     STREAM     CONNECTED     2103     -                    /acc/3
unix  5      [ ACC ]     STREAM     DISCONNECTING 2104     -                    /acc/4
unix  6      [ ACC ]     STREAM     UNKNOWN       2105     -                    /acc/5
unix  7      [ ACC ]     STREAM     UNKNOWN       2106     -                    /acc/6
unix  2      [ ]         UNKNOWN                  2200     -                    /type/0
unix  2      [ ]         STREAM                   2201     -                    /type/1
unix  2      [ ]         DGRAM                    2202     -                    /type/2
unix  2      [ ]         RAW                      2203     -                    /type/3
unix  2      [ ]         RDM                      2204     -                    /type/4
unix  2      [ ]         SEQPACKET                2205     -                    /type/5
unix  2      [ ]         UNKNOWN                  2206     -                    /type/6
unix  2      [ ]         UNKNOWN                  2210     -                    /type/10
unix  2      [ ]         UNKNOWN                  2455     -                    /type/255
unix  2      [ ]         UNKNOWN                  67735    -                    /type/65535
unix  2      [ ]         DGRAM      CONNECTED     2300     -                    /flags/0
unix  2      [ ACC ]     DGRAM      CONNECTED     2301     -                    /flags/1
unix  2      [ W ]       DGRAM      CONNECTED     2302     -                    /flags/2
unix  2      [ ACC W ]   DGRAM      CONNECTED     2303     -                    /flags/3
unix  2      [ N ]       DGRAM      CONNECTED     2304     -                    /flags/4
unix  2      [ ACC N ]   DGRAM      CONNECTED     2305     -                    /flags/5
unix  2      [ W N ]     DGRAM      CONNECTED     2306     -                    /flags/6
unix  2      [ ACC W N ] DGRAM      CONNECTED     2307     -                    /flags/7
unix  2      [ ]         DGRAM      CONNECTED     2400     -                    /flags/other
??    2      [ ]         STREAM                   2401     -                    /proto/1
??    4294967295 [ ACC W N ] SEQPACKET  UNKNOWN       4294967295 -                    /huge
unix  0      [ ]         STREAM                   0        -                    /zero
unix  2      [ ]         DGRAM                    100000000 -                    @00001
rc=0
