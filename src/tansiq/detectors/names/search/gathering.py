"""Compiled: words of the list like those asked for, and the names they stand in, rarest first and within a budget."""

import numpy as np

from tansiq.detectors.names.search.compiled import inlined, lean
from tansiq.detectors.names.search.kernels import (
    VOWELS_ONLY,
    agreement,
    first_of,
    hash_of,
    hash_without,
    join_hash,
    joined_sounds,
    likeness,
    sounds_of,
)
from tansiq.detectors.names.search.layout import (
    F64,
    I32,
    INITIAL,
    LEGAL,
    MOST_WORTH,
    NAME,
    PASSED_OVER,
    PER_WEIGHT,
    SHIP,
    TITLE,
    UNWRITTEN,
    Buckets,
    Columns,
    Listed,
    Notes,
    Rules,
    Table,
    Words,
)
from tansiq.detectors.names.search.ranking import MOST_SCORED

SHORTEST_SLIP = 3
JOIN_FROM = 0.9
MOST_TRIED = 3_000
"""Words of the list compared with one part asked for."""
MOST_POSTINGS = 160_000
"""Postings read for one name asked for."""
LONG = 1_000
"""Postings that a word must not exceed to be followed when it agrees by less than LOOSELY."""
LOOSELY, HALF = 0.8, 0.5
MOST_HASHES = 256


@inlined
def row_for(word: int, notes: Notes) -> int:
    """The row of a word of the list in the table of agreements, made when it is new; -1 where the table is full."""
    at = int(notes.brief[word]["row"])
    if at:
        return at - 1
    row = int(notes.tally[0])
    if row == notes.word.size:
        return -1
    notes.tally[0] = row + 1
    notes.brief[word]["row"] = row + 1
    notes.word[row] = word
    for column in range(notes.agreement.shape[1]):
        notes.agreement[row, column] = -1.0
    return row


@lean
def try_words(asked: Words, numbers: I32, listed: Words, rules: Rules, notes: Notes, line: F64, left: int) -> int:  # noqa: PLR0913, PLR0917  compiled code has no objects to carry them
    """Compare the part asked for with words of the list, each once and at most `left`; how many are left."""
    for word in numbers[:left]:
        row = row_for(word, notes)
        if row >= 0 and notes.agreement[row, 0] < 0.0:
            notes.agreement[row, 0] = agreement(asked, 0, listed, word, rules, line)
            left -= 1
    return left


@lean
def near_hashes(asked: Words, notes: Notes) -> int:
    """Hashes of a part's skeletons, and of those less one letter, into the notes; how many of the first, and of all.

    The whole skeletons come first: in an even place, one that words are looked up by; in an odd place, one that words less a
    letter are.
    """
    count = 0
    for s in range(asked.word[0]["skeleton"], asked.word[0]["skeleton"] + asked.word[0]["skeletons"]):
        start, end = asked.letter_start[s], asked.letter_start[s + 1]
        if count + 2 * (end - start + 1) > MOST_HASHES:
            break
        whole = hash_of(asked.letters, start, end)
        slips = end - start >= SHORTEST_SLIP - 1 and asked.letters[start] != VOWELS_ONLY
        notes.hashes[count], notes.hashes[count + 1] = whole, whole if slips else np.uint64(0)
        count += 2
        if end - start >= SHORTEST_SLIP and slips:
            for left_out in range(start, end):
                near = hash_without(asked.letters, start, end, left_out)
                notes.hashes[count], notes.hashes[count + 1] = near, near
                count += 2
    return count


@lean
def find_like(asked: Words, listed: Words, buckets: Buckets, rules: Rules, notes: Notes, line: F64) -> int:
    """Note the words of the list that may be like one part: of its form, its skeleton, or a skeleton one slip away; how many.

    asked: that part alone. The first column of the notes is how far each agrees.
    """
    at = first_of(buckets.form_hash, asked.word[0]["form"])
    end = at
    while end < buckets.form_hash.size and buckets.form_hash[end] == asked.word[0]["form"]:
        end += 1
    left = try_words(asked, buckets.form_word[at:end], listed, rules, notes, line, MOST_TRIED)
    count = near_hashes(asked, notes) if asked.word[0]["kind"] == NAME else 0
    for k in range(count):
        wanted, slips = notes.hashes[k], k % 2 == 1
        hashes = buckets.slip_hash if slips else buckets.hash
        at = first_of(hashes, wanted)
        while at < hashes.size and hashes[at] == wanted and left > 0:
            skeleton = buckets.slip_of[at] if slips else at
            numbers = buckets.of_skeleton[buckets.start[skeleton] : buckets.start[skeleton + 1]]
            left = try_words(asked, numbers, listed, rules, notes, line, left)
            at += 1
    return int(notes.tally[0])


@lean
def note_columns(columns: Columns, notes: Notes) -> None:
    """Enter the words like each part asked for."""
    for i in range(columns.start.size - 1):
        for k in range(columns.start[i], columns.start[i + 1]):
            row = row_for(columns.word[k], notes)
            if row >= 0:
                notes.agreement[row, i] = columns.agreement[k]


@lean
def find_joined(  # noqa: PLR0913, PLR0917  compiled code has no objects to carry them
    asked: Words, i: int, column: int, listed: Words, buckets: Buckets, rules: Rules, notes: Notes, table: Table
) -> bool:
    """Fill a column with the words that two neighbours asked for make when written as one; whether there are any."""
    wanted = join_hash(asked, i, i + 1)
    at = first_of(buckets.hash, wanted)
    if not wanted or at == buckets.hash.size or buckets.hash[at] != wanted:
        return False
    sounds = table.room, 0, joined_sounds(asked, i, i + 1, table.room)
    unwritten = asked.word[i]["flags"] & UNWRITTEN != 0
    found = False
    for k in range(buckets.start[at], min(buckets.start[at + 1], buckets.start[at] + MOST_TRIED)):
        word = buckets.of_skeleton[k]
        scripts = unwritten, listed.word[word]["flags"] & UNWRITTEN != 0
        alike = likeness(sounds, sounds_of(listed, word, 0), scripts, rules, table.line, JOIN_FROM)
        row = row_for(word, notes) if alike >= JOIN_FROM else -1
        if row >= 0:
            notes.agreement[row, column] = alike
            found = True
    return found


@lean
def postings_of(column: int, names: Listed, notes: Notes) -> int:
    """How many postings following one column would read."""
    total = 0
    for row in range(notes.tally[0]):
        agreed = notes.agreement[row, column]
        if agreed > 0:
            word = notes.word[row]
            size = names.word_start[word + 1] - names.word_start[word]
            if agreed >= LOOSELY or size <= LONG:
                total += size
    return total


@inlined
def add(name: int, gain: int, notes: Notes, touched: int) -> int:
    """Raise what a name is worth; how many names were touched so far."""
    before = int(notes.worth[name])
    if before == 0:
        if touched == notes.touched.size:
            return touched
        notes.touched[touched] = name
        touched += 1
    if before != PASSED_OVER:
        notes.worth[name] = min(MOST_WORTH, before + gain)
    return touched


@lean
def add_all(numbers: I32, start: int, end: int, gain: int, notes: Notes, touched: int) -> int:
    """`add` for each of numbers[start:end], with room for all; without branches, which a processor would guess wrongly."""
    worth, names = notes.worth, notes.touched
    for at in range(start, end):
        name = numbers[at]
        before = int(worth[name])
        names[touched] = name
        touched += int(before == 0)
        raised = min(MOST_WORTH, before + gain)
        worth[name] = PASSED_OVER if before == PASSED_OVER else raised
    return touched


@lean
def raise_all(numbers: I32, start: int, end: int, gain: int, notes: Notes) -> None:
    """Raise those of numbers[start:end] that were touched already."""
    for at in range(start, end):
        before = int(notes.worth[numbers[at]])
        if before and before != PASSED_OVER:
            notes.worth[numbers[at]] = min(MOST_WORTH, before + gain)


@inlined
def gain_of(agreed: float, weight: float, words: Words, word: int) -> int:
    """What finding a word in a name adds to what the name is worth."""
    return max(1, int(agreed * (weight + words.word[word]["weight"]) * PER_WEIGHT + HALF))


@lean
def follow(  # noqa: PLR0913, PLR0917  compiled code has no objects to carry them
    column: int,
    weight: float,
    listed: Words,
    names: Listed,
    notes: Notes,
    left: int,
    touched: int,
    leads: bool,  # noqa: FBT001  compiled code takes no keywords
) -> int:
    """Raise the names in which a column's words stand, reading at most `left` postings; names touched so far.

    leads: whether names are found by the column, too; else it only raises those found before.
    """
    for row in range(notes.tally[0]):
        agreed = notes.agreement[row, column]
        word = notes.word[row]
        start, end = names.word_start[word], names.word_start[word + 1]
        if agreed <= 0 or (agreed < LOOSELY and end - start > LONG):
            continue
        gain = gain_of(agreed, weight, listed, word)
        end = min(end, start + left)
        if leads:
            end = min(end, start + notes.touched.size - touched)
            touched = add_all(names.names_of, start, end, gain, notes, touched)
        else:
            raise_all(names.names_of, start, end, gain, notes)
        left -= end - start
    return touched


@lean
def follow_joins(asked: Words, i: int, names: Listed, notes: Notes, touched: int) -> int:
    """Raise the names that write one part asked for as two neighbours, and mark them; names touched so far."""
    gain = int(2.0 * asked.word[i]["weight"] * PER_WEIGHT)
    for s in range(asked.word[i]["skeleton"], asked.word[i]["skeleton"] + asked.word[i]["skeletons"]):
        wanted = hash_of(asked.letters, asked.letter_start[s], asked.letter_start[s + 1])
        at = first_of(names.join_hash, wanted)
        end = min(names.join_hash.size, at + MOST_TRIED)
        while at < end and names.join_hash[at] == wanted:
            name = names.join_name[at]
            if not notes.joined[name]:
                touched = add(name, gain, notes, touched)
                if 0 < notes.worth[name] < PASSED_OVER:
                    notes.joined[name] = i + 1
            at += 1
    return touched


@inlined
def is_followed(kind: int) -> bool:
    """Whether parts of this kind lead to names; a title or a legal form is in too many."""
    return kind != TITLE and kind != INITIAL and kind != LEGAL and kind != SHIP  # noqa: PLR1714  compiled, a set would be built each time


@inlined
def column_weight(column: int, asked: Words, pairs: I32) -> float:
    """What the part or the two parts of a column weigh."""
    if pairs[column]:
        return float(asked.word[pairs[column] - 1]["weight"] + asked.word[pairs[column]]["weight"])
    return float(asked.word[column]["weight"])


@lean
def gather(asked: Words, pairs: I32, listed: Words, names: Listed, notes: Notes) -> int:
    """Follow all columns, rarest first; how many names were touched.

    pairs: for each column, 0 for a part, or 1 + i for the parts i and i + 1 as one. Once the columns that are left have less
    than half of the name, a name found by them alone is none to be held up: then they only raise those found before.
    """
    size, whole = asked.word.size, 0.0
    left, touched = MOST_POSTINGS, 0
    for column in range(pairs.size):
        leads = pairs[column] > 0 or (column < size and is_followed(asked.word[column]["kind"]))
        notes.costs[column] = postings_of(column, names, notes) if leads else 0
        if column < size and notes.costs[column]:
            whole += asked.word[column]["weight"]
        if column < size and asked.word[column]["kind"] == NAME:
            touched = follow_joins(asked, column, names, notes, touched)
    notes.tally[1] = touched
    remaining = whole
    for _ in range(pairs.size):
        column = cheapest(pairs.size, notes)
        if column < 0 or left <= 0:
            break
        weight = column_weight(column, asked, pairs)
        leads = pairs[column] > 0 or remaining >= HALF * whole
        if leads or touched > MOST_SCORED:
            touched = follow(column, weight, listed, names, notes, left, touched, leads)
        remaining -= 0.0 if pairs[column] else weight
        left -= notes.costs[column]
        notes.costs[column] = 0
    return touched


@inlined
def cheapest(columns: int, notes: Notes) -> int:
    """The column with the fewest postings still to be followed, or -1."""
    best = -1
    for column in range(columns):
        if notes.costs[column] and (best < 0 or notes.costs[column] < notes.costs[best]):
            best = column
    return best


@lean
def clear(touched: int, notes: Notes) -> None:
    """Leave the notes as it was found."""
    for k in range(touched):
        notes.worth[notes.touched[k]] = 0
    for k in range(notes.tally[1]):
        notes.joined[notes.touched[k]] = 0
    for row in range(notes.tally[0]):
        notes.brief[notes.word[row]]["row"] = 0
    notes.tally[:] = 0
