/** `no-names.ts PORT`: a name server that knows no name, so that a scanner's look-ups end at once and stay on this machine. */
import { createSocket } from 'node:dgram';

const HEADER = 12;
const socket = createSocket('udp4');
socket.on('message', (query, from) => {
  const reply = Buffer.from(query);
  reply.writeUInt16BE(0x8183, 2); // a reply, with recursion: NXDOMAIN (RFC 1035 4.1.1)
  reply.fill(0, 6, HEADER); // no records
  let end = HEADER;
  while (query[end]) end += query[end]! + 1;
  socket.send(reply.subarray(0, end + 5), from.port, from.address);
});
socket.bind(Number(process.argv[2]), '127.0.0.1');
