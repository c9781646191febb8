/* The floor of the collector: inserts the rows of a store again, with SQLite alone.
 *
 *   bench_rows STORE COPY TABLE...
 *
 * Reads the tables into memory, makes them and their indexes in COPY, and inserts in transactions of 1,000
 * rows. Prints the rows, the seconds and the CPU seconds of the inserting.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROWS_PER_TRANSACTION 1000
#define COLUMNS_MAX          32

typedef struct {
  sqlite3_value **values; /* row after row */
  int columns;
  size_t rows;
  sqlite3_stmt *insert;
} table;

static void fail(sqlite3 *db, const char *what) {
  fprintf(stderr, "bench_rows: %s: %s\n", what, sqlite3_errmsg(db));
  exit(1);
}

static double seconds(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void run(sqlite3 *db, const char *sql) {
  if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) fail(db, sql);
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql) {
  sqlite3_stmt *statement;
  if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) fail(db, sql);
  return statement;
}

static void copy_schema(sqlite3 *from, sqlite3 *to, const char *name) {
  sqlite3_stmt *schema = prepare(
      from,
      "SELECT sql FROM sqlite_schema WHERE tbl_name = ? AND type IN ('table', 'index') AND sql IS NOT NULL");
  sqlite3_bind_text(schema, 1, name, -1, SQLITE_STATIC);
  while (sqlite3_step(schema) == SQLITE_ROW) run(to, (const char *)sqlite3_column_text(schema, 0));
  sqlite3_finalize(schema);
}

static table read_table(sqlite3 *from, sqlite3 *to, const char *name) {
  char sql[512];
  snprintf(sql, sizeof sql, "SELECT * FROM %s", name);
  sqlite3_stmt *select = prepare(from, sql);
  table read = {.columns = sqlite3_column_count(select)};
  size_t room = 0;
  while (sqlite3_step(select) == SQLITE_ROW) {
    if (read.rows == room) {
      room = room == 0 ? 4096 : room * 2;
      read.values = realloc(read.values, room * (size_t)read.columns * sizeof *read.values);
      if (read.values == NULL) fail(from, "memory");
    }
    for (int i = 0; i < read.columns; i++)
      read.values[read.rows * (size_t)read.columns + (size_t)i] =
          sqlite3_value_dup(sqlite3_column_value(select, i));
    read.rows++;
  }
  sqlite3_finalize(select);
  int at = snprintf(sql, sizeof sql, "INSERT INTO %s VALUES (?", name);
  for (int i = 1; i < read.columns; i++) at += snprintf(sql + at, sizeof sql - (size_t)at, ",?");
  snprintf(sql + at, sizeof sql - (size_t)at, ")");
  read.insert = prepare(to, sql);
  return read;
}

static void insert(sqlite3 *db, const table *what, size_t row) {
  for (int i = 0; i < what->columns; i++)
    sqlite3_bind_value(what->insert, i + 1, what->values[row * (size_t)what->columns + (size_t)i]);
  if (sqlite3_step(what->insert) != SQLITE_DONE) fail(db, "inserting");
  sqlite3_reset(what->insert);
}

int main(int count, char **arguments) {
  sqlite3 *from, *to;
  if (count < 4 || sqlite3_open(arguments[1], &from) != SQLITE_OK ||
      sqlite3_open(arguments[2], &to) != SQLITE_OK)
    return 1;
  run(to, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
  table tables[8];
  int table_count = 0;
  for (int i = 3; i < count && table_count < 8; i++) copy_schema(from, to, arguments[i]);
  for (int i = 3; i < count && table_count < 8; i++)
    tables[table_count++] = read_table(from, to, arguments[i]);
  size_t rows = 0;
  double start = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
  run(to, "BEGIN");
  for (int i = 0; i < table_count; i++) {
    for (size_t row = 0; row < tables[i].rows; row++) {
      insert(to, &tables[i], row);
      if (++rows % ROWS_PER_TRANSACTION == 0) run(to, "COMMIT; BEGIN");
    }
  }
  run(to, "COMMIT");
  printf("%zu %.6f %.6f\n", rows, seconds(CLOCK_MONOTONIC) - start, seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu);
  return 0;
}
