#!/bin/sh
# Makes a throwaway authority and a certificate for localhost: authority.sh FOLDER
set -eu
mkdir -p "$1"
cd "$1"
[ -f server.pem ] && [ -f authority.pem ] && openssl verify -CAfile authority.pem server.pem >/dev/null 2>&1 && exit 0
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj "/CN=benchmark authority" \
  -keyout authority.key -out authority.pem 2>/dev/null
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=localhost" \
  -keyout server.key -out server.csr 2>/dev/null
printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\n' >server.ext
openssl x509 -req -in server.csr -CA authority.pem -CAkey authority.key -CAcreateserial -days 30 \
  -extfile server.ext -out server.pem 2>/dev/null
