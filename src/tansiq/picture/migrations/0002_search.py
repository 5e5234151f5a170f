"""Indexes for what officers look up: a name's words in any order, how it is read, a document, a booking, a flight.

Without extensions: whoever runs the centre on a given PostgreSQL need not be its owner.
"""

from django.db import migrations

FORWARDS = r"""
-- A name without punctuation, which the text parser would else take for tags, hosts and paths ("A.KHAN", "ALI/OMAR").
CREATE FUNCTION picture_words(name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT translate(name, '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', '                                ')
$$;
-- What is left of a Latin name when its spelling is taken away: consonants, as common transliterations write them.
-- Parts by blanks, so that two spellings share whole words: MUHAMMAD and MOHAMED are both "mhmd".
CREATE FUNCTION picture_skeleton(name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT trim(regexp_replace(regexp_replace(translate(
    regexp_replace(regexp_replace(replace(lower(name), 'ph', 'f'), '([bcdgjkpstz])h', '\1', 'g'), '[^a-z'']+', ' ', 'g'),
    'qcxzaeiouywv''', 'kkks'), '([a-z])\1+', '\1', 'g'), ' +', ' ', 'g'))
$$;
-- Every name of a list entry, strong and weak, as one text.
CREATE FUNCTION picture_listed_names(name text, subject jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT name || ' ' || coalesce(subject ->> 'names', '') || ' ' || coalesce(subject ->> 'weak_names', '')
$$;
CREATE INDEX picture_listed_words ON picture_listed
    USING gin (to_tsvector('simple'::regconfig, picture_words(picture_listed_names(name, subject))));
CREATE INDEX picture_listed_skeleton ON picture_listed
    USING gin (string_to_array(picture_skeleton(picture_listed_names(name, subject)), ' '));
CREATE INDEX picture_entry_words ON picture_manifestentry USING gin (to_tsvector('simple'::regconfig, picture_words(name)));
CREATE INDEX picture_entry_skeleton ON picture_manifestentry USING gin (string_to_array(picture_skeleton(name), ' '));
CREATE INDEX picture_entry_documents ON picture_manifestentry USING gin ((traveller -> 'documents') jsonb_path_ops);
CREATE INDEX picture_entry_locator ON picture_manifestentry ((traveller ->> 'locator')) WHERE traveller ? 'locator';
CREATE INDEX picture_flight_number ON picture_flight (number, lands_at);
CREATE INDEX picture_flight_origin ON picture_flight (origin, lands_at);
CREATE INDEX picture_flight_destination ON picture_flight (destination, lands_at);
"""

BACKWARDS = """
DROP INDEX picture_flight_destination, picture_flight_origin, picture_flight_number;
DROP INDEX picture_entry_locator, picture_entry_documents, picture_entry_skeleton, picture_entry_words;
DROP INDEX picture_listed_skeleton, picture_listed_words;
DROP FUNCTION picture_listed_names(text, jsonb);
DROP FUNCTION picture_skeleton(text);
DROP FUNCTION picture_words(text);
"""


class Migration(migrations.Migration):
    dependencies = [("picture", "0001_initial")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
