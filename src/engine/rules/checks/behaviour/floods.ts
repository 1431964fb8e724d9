import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import { calleeName } from './calls.js';
import { bodyText, loopsForever } from './endless-loops.js';
import { label } from './labels.js';
import { longestProgram } from './network.js';
import { ValueLabels } from './value-labels.js';

const sending =
  /(?:^|\.|::)(?:send|sendto|send_to|Send|SendTo|SendAsync|sendall|sendmsg|sendp|WriteTo|WriteToUDP|Write|fetch|request|get|connect|Dial|DialTimeout|GetAsync|PostAsync|post|Get|Do)$/;
const general = /(?:^|\.)(?:get|Get|Do|post|request|connect|Write)$/;
/** What takes its time: an answer, a file, a clock, a queue. */
const paces =
  /\b(?:recv\w*|receive\w*|Receive\w*|sleep\w*|Sleep\w*|usleep|delay|Delay|wait\w*|Wait\w*|take|poll|select|accept\w*|read\w*|Read\w*|gets?line|getline|input|next|pop|dequeue|Dequeue|await|break|return|Ticker|After|tick|capture\w*|fread|fgets|get_frame|yield)\b\s*[(;.:\n]|\b(?:sleep|usleep|break|return|await|receive)\b|<-/;
/** A thousand of them at once, senders that do not exist, packets of nothing. */
const multiplied =
  /range\(\s*(?:0\s*,\s*)?(?:\d{2,}|[A-Z_]{3,}|int\()|\(0\.\.=?\s*\d{2,}\)|<\s*(?:\d{2,}|threads?\w*|workers?|num_?threads)\b|newFixedThreadPool\(\s*\d{2,}|SOCK_RAW|IP_HDRINCL|random(?:IP|_ip|\.getrandbits)|RandIP|\bThread\(\s*target|std::thread|threading\.|times\s*(?:\{|do)|new Thread|go func|thread::spawn|Parallel\.For/i;
/** Programs that measure a network say so. */
const measures =
  /iperf|benchmark|throughput|bandwidth|latency|\bbps\b|mbit|argparse|getopt|flag\.Parse|clap::|load.?test/i;

/** Packets or requests are sent without end, from many threads or in the name of others, and nothing is waited for. */
export const flooding: Check = function* (file) {
  const { source } = file.tree;
  if (
    source.length > longestProgram ||
    !file.holds(/\b[sS]end|sendto|fetch|connect|Dial|\.get\(|Write\(/) ||
    !file.holds(multiplied)
  )
    return;
  if (
    !file.holds(/UDP|Udp|udp|SOCK_DGRAM|SOCK_RAW|Datagram|flood|attack|ddos|keep-alive|User-Agent|slowloris/i) ||
    file.holds(measures)
  )
    return;
  for (const kind of file.grammar.calls)
    for (const call of file.tree.byKind(kind)) {
      const callee = calleeName(file, call);
      if (!sending.test(callee)) continue;
      // Queues and maps have such methods, too.
      if (general.test(callee) && (ValueLabels.of(file).labels(call) & label.received) === 0) continue;
      for (
        let place: SyntaxNode | null = call.parent;
        place && !file.grammar.functions.has(place.kind);
        place = place.parent
      )
        if (loopsForever(file, place) && !paces.test(bodyText(file, place))) yield { node: call };
    }
};
