import { expect, test } from "vitest";
import { tunnelTo, urlOf } from "../../deploy/urls";

test.each([
  ["unix:///var/run/docker.sock", "127.0.0.1", "http://localhost:8000"],
  ["unix:///var/run/docker.sock", "0.0.0.0", "http://localhost:8000"],
  ["unix:///var/run/docker.sock", "10.0.0.7", "http://10.0.0.7:8000"],
  ["npipe:////./pipe/docker_engine", "127.0.0.1", "http://localhost:8000"],
  ["unix:///var/run/docker.sock", "::1", "http://[::1]:8000"],
  ["unix:///var/run/docker.sock", "::", "http://localhost:8000"],
  ["unix:///var/run/docker.sock", "2001:db8::7", "http://[2001:db8::7]:8000"],
  ["ssh://me@server.example.com", "::1", "http://localhost:8000"],
  ["tcp://[fd00::1]:2375", "::", "http://[fd00::1]:8000"],
  ["ssh://me@server.example.com:2222", "0.0.0.0", "http://server.example.com:8000"],
  ["ssh://me@server.example.com", "127.0.0.1", "http://localhost:8000"],
  ["tcp://10.0.0.1:2375", "0.0.0.0", "http://10.0.0.1:8000"],
  ["tcp://[fd00::1]:2375", "0.0.0.0", "http://[fd00::1]:8000"],
  ["tcp://10.0.0.1:2375", "192.168.1.1", "http://192.168.1.1:8000"],
])("on %s, a port of %s is reached at %s", (address, published, url) => {
  expect(urlOf({ address, from: "" }, { address: published, port: 8000 })).toBe(url);
});

test.each([
  ["ssh://me@server.example.com", "127.0.0.1", "ssh -L 8000:127.0.0.1:8000 me@server.example.com"],
  ["ssh://server:2222", "127.0.0.1", "ssh -L 8000:127.0.0.1:8000 -p 2222 server"],
  ["ssh://me@server.example.com", "::1", "ssh -L 8000:[::1]:8000 me@server.example.com"],
  ["ssh://me@server.example.com", "0.0.0.0", undefined],
  ["tcp://10.0.0.1:2375", "127.0.0.1", undefined],
  ["unix:///var/run/docker.sock", "127.0.0.1", undefined],
])("on %s, the way to a port of %s", (address, published, tunnel) => {
  expect(tunnelTo({ address, from: "" }, { address: published, port: 8000 })).toBe(tunnel);
});
