#!/usr/bin/env python3
# Metrics of a saved tree, from its files and nothing else: metrics.py TREE
# prints what node_exporter's collectors netstat, netdev, sockstat, softnet,
# conntrack, tcpstat and udp_queues would, in the order of names and labels.
#
# metrics.py --compare BEFORE THEIRS AFTER: how THEIRS, of node_exporter, differs
# from our metrics before and after it, in names, descriptions, types, labels or
# values. What node_exporter says about itself is left out.
import collections
import mmap
import os
import re
import sys

HELP = {
    "nf_conntrack_entries": "Number of currently allocated flow entries for "
        "connection tracking.",
    "nf_conntrack_entries_limit": "Maximum size of connection tracking table.",
    "nf_conntrack_stat_drop": "Number of packets dropped due to conntrack "
        "failure.",
    "nf_conntrack_stat_early_drop": "Number of dropped conntrack entries to "
        "make room for new ones, if maximum table size was reached.",
    "nf_conntrack_stat_found": "Number of searched entries which were "
        "successful.",
    "nf_conntrack_stat_ignore": "Number of packets seen which are already "
        "connected to a conntrack entry.",
    "nf_conntrack_stat_insert": "Number of entries inserted into the list.",
    "nf_conntrack_stat_insert_failed": "Number of entries for which list "
        "insertion was attempted but failed.",
    "nf_conntrack_stat_invalid": "Number of packets seen which can not be "
        "tracked.",
    "nf_conntrack_stat_search_restart": "Number of conntrack table lookups "
        "which had to be restarted due to hashtable resizes.",
    "sockstat_sockets_used": "Number of IPv4 sockets in use.",
    "softnet_backlog_len": "Softnet backlog status",
    "softnet_cpu_collision_total": "Number of collision occur while obtaining "
        "device lock while transmitting",
    "softnet_dropped_total": "Number of dropped packets",
    "softnet_flow_limit_count_total": "Number of times flow limit has been "
        "reached",
    "softnet_processed_total": "Number of processed packets",
    "softnet_received_rps_total": "Number of times cpu woken up received_rps",
    "softnet_times_squeezed_total": "Number of times processing packets ran "
        "out of quota",
    "tcp_connection_states": "Number of connection states.",
    "udp_queues": "Number of allocated memory in the kernel for UDP datagrams "
        "in bytes.",
}
STATES = [None, "established", "syn_sent", "syn_recv", "fin_wait1",
          "fin_wait2", "time_wait", "close", "close_wait", "last_ack",
          "listen", "closing"]
DEV = ("receive_bytes receive_packets receive_errs receive_drop receive_fifo "
       "receive_frame receive_compressed receive_multicast transmit_bytes "
       "transmit_packets transmit_errs transmit_drop transmit_fifo "
       "transmit_colls transmit_carrier transmit_compressed").split()
SOFTNET = {0: "processed_total", 1: "dropped_total", 2: "times_squeezed_total",
           8: "cpu_collision_total", 9: "received_rps_total",
           10: "flow_limit_count_total", 11: "backlog_len"}
CONNTRACK = {2: "found", 4: "invalid", 5: "ignore", 8: "insert",
             9: "insert_failed", 10: "drop", 11: "early_drop",
             16: "search_restart"}

families = {}


def lines(tree, name):
    try:
        with open(os.path.join(tree, name), errors="surrogateescape") as f:
            return f.read().split("\n")[:-1]
    except FileNotFoundError:
        return []


# Control bytes and what is not UTF-8 are \xNN, the backslash doubled.
def label(text):
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return "".join("\\\\x%02x" % (ord(c) & 255)
                   if c < " " or 0xdc80 <= ord(c) <= 0xdcff else c
                   for c in text)


def sample(name, kind, text, value, labels=""):
    name = "node_" + name
    family = families.setdefault(name, (kind, text, {}))[2]
    family[name + labels] = str(value)


def netstat(section, key, value):
    sample("netstat_%s_%s" % (section, key), "untyped",
           "Statistic %s%s." % (section, key), value)


def counters(tree):
    for file in "net/snmp", "net/netstat":
        rows = lines(tree, file)
        for keys, values in zip(rows[::2], rows[1::2]):
            section, keys = keys.split(":")
            for key, value in zip(keys.split(), values.split(":")[1].split()):
                netstat(section, key, value)
    for row in lines(tree, "net/snmp6"):
        key, value = row.split()
        six = key.find("6") + 1
        if six:
            netstat(key[:six], key[six:], value)


def interfaces(tree):
    for row in lines(tree, "net/dev")[2:]:
        name, values = row.rsplit(":", 1)
        for key, value in zip(DEV, values.split()):
            sample("network_%s_total" % key, "counter",
                   "Network device statistic %s." % key, value,
                   '{device="%s"}' % label(name.strip()))


def sockstat(tree):
    for file in "net/sockstat", "net/sockstat6":
        for row in lines(tree, file):
            proto, pairs = row.split(":")
            pairs = pairs.split()
            for key, value in zip(pairs[::2], pairs[1::2]):
                keys = [(key, value)]
                if key == "mem":
                    keys.append(("mem_bytes", int(value) * mmap.PAGESIZE))
                for key, value in keys:
                    name = "sockstat_%s_%s" % (proto, key)
                    sample(name, "gauge", HELP.get(name,
                           "Number of %s sockets in state %s." % (proto, key)),
                           value)


def columns(tree):
    for nr, row in enumerate(lines(tree, "net/softnet_stat")):
        value = [int(x, 16) for x in row.split()]
        cpu = value[12] if len(value) > 12 else nr
        for column, key in SOFTNET.items():
            if column < len(value):
                sample("softnet_" + key,
                       "counter" if key.endswith("_total") else "gauge",
                       HELP["softnet_" + key], value[column],
                       '{cpu="%d"}' % cpu)
    total = collections.Counter()
    for row in lines(tree, "net/stat/nf_conntrack")[1:]:
        for column, value in enumerate(row.split()):
            total[column] += int(value, 16)
    for column, key in CONNTRACK.items() if total else ():
        name = "nf_conntrack_stat_" + key
        sample(name, "gauge", HELP[name], total[column])
    for file, key in ("count", "entries"), ("max", "entries_limit"):
        for value in lines(tree, "sys/net/netfilter/nf_conntrack_" + file):
            name = "nf_conntrack_" + key
            sample(name, "gauge", HELP[name], value)


def sockets(tree):
    total = collections.Counter()
    for file in "net/tcp", "net/tcp6":
        for row in lines(tree, file)[1:]:
            word = row.split()
            tx, rx = (int(x, 16) for x in word[4].split(":"))
            if 0 < int(word[3], 16) < len(STATES):
                total[STATES[int(word[3], 16)]] += 1
            total["rx_queued_bytes"] += rx
            total["tx_queued_bytes"] += tx
    for state, value in total.items():
        sample("tcp_connection_states", "gauge", HELP["tcp_connection_states"],
               value, '{state="%s"}' % state)
    for file, ip in ("net/udp", "v4"), ("net/udp6", "v6"):
        queues = [0, 0]
        rows = lines(tree, file)
        for row in rows[1:]:
            word = row.split()
            for i in 0, 1:
                queues[i] += int(word[4].split(":")[i], 16)
        for queue, value in zip(("tx", "rx"), queues) if rows else ():
            sample("udp_queues", "gauge", HELP["udp_queues"], value,
                   '{ip="%s",queue="%s"}' % (ip, queue))


def show():
    keys = {}
    for name, (kind, text, samples) in families.items():
        keys.update({key: (name, value) for key, value in samples.items()})
    last = None
    for key in sorted(keys):
        name, value = keys[key]
        if name != last:
            print("# HELP", name, families[name][1])
            print("# TYPE", name, families[name][0])
        last = name
        print(key, value)


def parse(file):
    found = {}
    for line in open(file):
        if line.startswith("#"):
            _, kind, name, text = line.rstrip("\n").split(" ", 3)
            found[kind, name] = text
        else:
            key, value = line.rsplit(" ", 1)
            name, _, labels = key.partition("{")
            found[name, ",".join(sorted(re.findall(r'\w+="[^"]*"', labels)))
                  ] = float(value)
    own = re.compile("node_scrape_|node_exporter_|node_textfile_|go_|process_|"
                     "promhttp_")
    return {key: value for key, value in found.items()
            if not own.match(key[0]) and not own.match(key[1])}


# These belong to the whole machine, or the scrape changes them.
RESTLESS = re.compile("node_softnet_|node_sockstat_(TCP_(alloc|orphan|mem)|"
                      "UDP_mem|sockets_used)")
# node_exporter 1.5 does not have these of later versions.
LATER = re.compile("node_softnet_(backlog_len|cpu_collision|received_rps|"
                   "flow_limit)")


def compare(before, theirs, after):
    before, theirs, after = parse(before), parse(theirs), parse(after)
    for key in sorted(before.keys() | theirs.keys() | after.keys()):
        name = key[1] if key[0] in ("HELP", "TYPE") else key[0]
        ours, other = before.get(key), theirs.get(key)
        if other is None and LATER.match(name):
            continue
        if isinstance(ours, float) and RESTLESS.match(name):
            if other is None:
                print(key, "missing")
        elif (ours != other and after.get(key) != other) or other is None:
            print(key, ours, other, after.get(key))
    count = collections.Counter(re.sub("_total$", "", key[0]).split("_")[1]
                                for key in theirs
                                if key[0] not in ("HELP", "TYPE"))
    for name, least in (("netstat", 250), ("network", 32), ("sockstat", 12),
                        ("softnet", 3), ("tcp", 8), ("udp", 4)):
        if count[name] < least:
            print("too few:", name, count[name])
    print("compared")


if sys.argv[1] == "--compare":
    compare(*sys.argv[2:5])
else:
    for collect in counters, interfaces, sockstat, columns, sockets:
        collect(sys.argv[1])
    show()
