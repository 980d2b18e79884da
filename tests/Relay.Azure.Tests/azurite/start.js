// Azurite's table service for tests. Asked for port 0 it says 0, so the port that it got is told here.
const { Server } = require('net');
const listen = Server.prototype.listen;
Server.prototype.listen = function (...options) {
  this.on('listening', () => console.log(`port ${this.address().port}`));
  return listen.apply(this, options);
};

// It ends with the test process, however that ended: standard input then ends too.
process.stdin.on('end', () => process.exit()).resume();
require('azurite/dist/src/table/main.js');
