"""Shows that the simulation can fail: breaks the core in one place at a time and expects a seed to notice.

    python3 Tests/Simulation/mutations.py BUILD_FOLDER [NAME ...]

Each mutant is a file of the core, a text in it and what stands there instead. A mutant that no seed notices, or
whose text is not there any more, is an error.
"""

import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SEEDS = 1500
COPIED = ["CMakeLists.txt", "Sources", "include", "packaging", "Tests", "bindings", "Benchmarks"]

MUTANTS = {
    "lets a batch go that failed": (
        "exchange.c", "  if (status == AGS_OK) confirm(batch);", "  confirm(batch);"),
    "takes a redirect for success": (
        "answer.c", "  if (http_status == 200 || http_status == 201) return AGS_OK;",
        "  if (http_status < 400) return AGS_OK;"),
    "gives a resend other ids": (
        "batch.c", "append(batch, batch->items[i]);\n  return complete;",
        "batch->items[i].id++, append(batch, batch->items[i]);\n  return complete;"),
    "gives a resend other times": (
        "batch.c", "append(batch, batch->items[i]);\n  return complete;",
        "batch->items[i].us++, append(batch, batch->items[i]);\n  return complete;"),
    "lets events of a conversation share a microsecond": (
        "event_times.c", "if (us <= before) us = before + 1;", "(void)before;"),
    "ends before what was tracked": (
        "delivery.c", "    job->cut = ags_drain_cut(delivery->tracker);",
        "    job->cut = ags_drain_cut(delivery->tracker) - 1000000;"),
    "merges lanes in the wrong order": (
        "drain.c", "heads[child + 1].record->ticks < heads[child].record->ticks",
        "heads[child + 1].record->ticks > heads[child].record->ticks"),
    "forgets what it did not pick": (
        "batch.c", "      all[kept++] = all[i];\n    }\n  }\n  held->count = kept;",
        "      all[kept] = all[i], kept += i % 7 != 0;\n    }\n  }\n  held->count = kept;"),
    "does not count what it discards": (
        "pending.c", "ags_tracker_count_dropped(tracker, AGS_DROP_DISCARDED, discarded);", ""),
    "counts what it delivers twice": (
        "settle.c", "ags_sender_count_delivered(account->sender, 1);",
        "ags_sender_count_delivered(account->sender, 2);"),
    "gives memory back too early": (
        "lane.c", "if (segment->passed && segment->open == 0)", "if (segment->passed)"),
    "never gives memory back": (
        "lane.c", "if (segment->passed && segment->open == 0)", "if (segment->passed && segment->open == 99)"),
    "forgets the clock too early": (
        "drain.c", "if (drain->emptied) ags_timeline_forget", "ags_timeline_forget"),
    "drops a member of the text": (
        "wire_turn.c", "to = put_message(to, w, w->batch->entries[entry->answer].item.record, &last);",
        "to = put_message(to, w, entry->item.record, &last);"),
    "says a send is done that was not": (
        "delivery.c", "                               .status = delivery->status,\n                               .again_ms = until};",
        "                               .status = AGS_OK,\n                               .again_ms = until};"),
    "drops a batch because one event is too large": (
        "retry.c", "return events > 1 ? AGS_STEP_HALVE : AGS_STEP_DROP;", "return AGS_STEP_DROP;"),
    "drops the first event of a block that is named": (
        "narrow.c", "  if (entry->next == AGS_NONE) {", "  if (first != AGS_NONE) {"),
    "drops the first event of a batch that is refused": (
        "retry.c", "return events > 1 ? AGS_STEP_NARROW : AGS_STEP_DROP;", "return AGS_STEP_DROP;"),
    "names blocks that it did not send": (
        "narrow.c", "    uint32_t first = batch->conversations[block.index].first;",
        "    uint32_t first = batch->conversations[0].first;"),
    "drops what is refused under another reason": (
        "delivery.c", "large ? AGS_DROP_TOO_LARGE : AGS_DROP_INVALID", "large ? AGS_DROP_INVALID : AGS_DROP_TOO_LARGE"),
    "does not count what is refused": (
        "settle.c", "if (entry->fate == AGS_FATE_DROPPED) ags_tracker_count_dropped",
        "if (entry->fate == AGS_FATE_WAITING) ags_tracker_count_dropped"),
    "is impatient": ("retry.c", "    wait += retry_after_ms;", ""),
    "lets a send shorten what the server asked for": (
        "retry.c", "return asked && retry->wait == AGS_WAIT_BACKOFF && take_token(retry);",
        "return asked && take_token(retry);"),
    "believes garbage in Retry-After": (
        "answer.c", "return *skip_spaces(value) == '\\0' ? clamp(seconds) : AGS_NO_RETRY_AFTER;",
        "return clamp(-seconds);"),
    "holds what the server could not take just now": (
        "answer.c", "  case 429:\n    return AGS_ANSWER_AGAIN;", "  case 429:\n    return AGS_ANSWER_INVALID;"),
    "ties an older answer of another process to a question": (
        "batch.c", "             batch->entries[conversation->open_question].item.us <= item.us) {",
        "             batch->entries[conversation->open_question].item.us != 0) {"),
    "loses what it brings in": (
        "spool_adopt.c", "    ags_held_append(&tracker->drain.held, item);\n",
        "    if (i % 7 != 6) ags_held_append(&tracker->drain.held, item);\n"),
    "gives what it brings in other ids": (
        "spool_adopt.c", ".id = ags_drain_event_id(a->header.nonce, a->header.lane_serial, record->ticks),",
        ".id = ags_drain_event_id(a->header.nonce, a->header.lane_serial, record->ticks + 1),"),
    "gives what it brings in the times of another hour": (
        "spool_clock.c", "return wall_ns >= 1000 ? wall_ns / 1000 : 1;", "return wall_ns / 1000 + 3600000000;"),
    "does not keep the times of what it brings in": (
        "spool_times.c", "  write_times(d, d->events, count);\n", ""),
    "decides the times of what it brings in file by file": (
        "spool_times.c", "while (count < d->count && d->events[count].ticks < ticks) count++;",
        "count = d->count + 0 * ticks;"),
    "does not say what times were decided by": (
        "drain.c", "  if (*count > 0 && tracker->pool.spool != NULL) ags_spool_keep_clock(tracker->pool.spool, drain);\n",
        ""),
    "does not note what is done of what it brings in": (
        "spool.c", "  if (segment->is_adopted) write_done(spool, segment, trailer);\n", "  (void)write_done, (void)segment;\n"),
    "makes files beyond spool_limit": (
        "spool.c", "capacity > spool->tracker->settings.spool_limit)",
        "capacity > spool->tracker->settings.spool_limit << 6)"),
    "does not count what it brings in": (
        "spool_adopt.c", "    atomic_fetch_add(&tracker->adopted, 1);\n", ""),
    "takes the files of the living": (
        "spool.c", "  if (files_of(spool)->lock(context_of(spool), lock) == 0 && is_there(spool, name, lock))",
        "  if (is_there(spool, name, lock))"),
    "does not note what is done": (
        "lane.c", "    if (!pool->spool->is_closed) ags_spool_note_done(pool->spool, record);\n", ""),
    "notes at its end that everything is done": ("spool.c", "  spool->is_closed = true;", "  (void)spool;"),
    "leaves files behind": (
        "spool.c", "  files_of(spool)->remove(context_of(spool), path);\n  if (run->is_own)", "  if (run->is_own)"),
    "counts what lies in files as if it lay in memory": (
        "send.c", "in_files += ags_lane_accepted_in_files(lane);", "in_files += 0 * ags_lane_accepted_in_files(lane);"),
    "asks at once again for uploads that must wait for batches": (
        "delivery.c", "  if (until < delivery->retry.until) until = delivery->retry.until;\n", ""),
    "begins an upload anew in the middle of its file": (
        "upload_read.c", "  upload->content_at = 0;\n  upload->carry_size = 0;", "  upload->carry_size = 0;"),
    "lets go of files before they have come": (
        "exchange.c", "entry->fate = has_files ? AGS_FATE_STORED : AGS_FATE_DELIVERED;",
        "entry->fate = has_files ? AGS_FATE_DELIVERED : AGS_FATE_DELIVERED;"),
}


def run(*arguments, check=True):
    return subprocess.run([*map(str, arguments)], check=check, capture_output=True, text=True)


def copy_sources(folder):
    for name in COPIED:
        source, target = ROOT / name, folder / name
        if source.is_dir():
            shutil.rmtree(target, ignore_errors=True)
            # With times of their own: what an earlier run left built may be of a mutant.
            shutil.copytree(source, target, copy_function=shutil.copy,
                            ignore=shutil.ignore_patterns(".build*", ".venv*", "__pycache__"))
        else:
            shutil.copy(source, target)


def verdict(folder, build, mutant):
    name, text, replacement = mutant
    path = folder / "Sources" / "CAgentSight" / name
    original = path.read_text()
    if original.count(text) != 1:
        return f"ERROR: {name} holds its text {original.count(text)} times"
    path.write_text(original.replace(text, replacement))
    try:
        built = run("cmake", "--build", build, "--target", "simulation", check=False)
        if built.returncode != 0:
            return "ERROR: does not compile:\n" + built.stdout
        try:
            result = subprocess.run([build / "Tests" / "Simulation" / "simulation", "1", str(SEEDS)],
                                    capture_output=True, text=True, timeout=180)
        except subprocess.TimeoutExpired:
            return "noticed: hangs"
        if result.returncode == 0:
            return "ERROR: no seed notices"
        said = result.stderr.splitlines()
        return "noticed: " + (said[0] if said else f"ends with {result.returncode}")
    finally:
        path.write_text(original)


def main():
    folder = pathlib.Path(sys.argv[1]).resolve()
    wanted = sys.argv[2:]
    folder.mkdir(exist_ok=True)
    copy_sources(folder)
    build = folder / "build"
    run("cmake", "-S", folder, "-B", build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=RelWithDebInfo")
    errors = 0
    for name, mutant in MUTANTS.items():
        if wanted and not any(word in name for word in wanted):
            continue
        said = verdict(folder, build, mutant)
        errors += said.startswith("ERROR")
        print(f"{name}: {said}", flush=True)
    sys.exit(1 if errors else 0)


main()
