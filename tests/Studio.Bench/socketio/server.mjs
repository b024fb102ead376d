import { createServer } from 'node:http';
import { Server } from 'socket.io';

// One room for everybody; what is posted to /broadcast goes to all of them as one event.
const http = createServer((request, response) => {
  if (request.method !== 'POST') return;
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    io.to('viewers').emit('OnAir', JSON.parse(Buffer.concat(parts).toString('utf8')));
    response.writeHead(204).end();
  });
});
const io = new Server(http, { transports: ['websocket'] });
io.on('connection', (socket) => void socket.join('viewers'));
http.listen(Number(process.argv[2]), '127.0.0.1', () => console.log('ready'));
