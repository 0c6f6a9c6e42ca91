-- What made version-1.db: the tables as the first version of the schema had them, and what an application that is away leaves in them.
-- Not to be changed. Repeat it with: sqlite3 version-1.db < version-1.sql
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA journal_mode = WAL;
BEGIN;
CREATE TABLE lane (
  id INTEGER PRIMARY KEY, conference TEXT NOT NULL, url TEXT NOT NULL, last INTEGER NOT NULL, ended INTEGER NOT NULL
);
CREATE TABLE callback (
  position INTEGER PRIMARY KEY, lane INTEGER NOT NULL, sequence INTEGER NOT NULL, id TEXT NOT NULL, method TEXT NOT NULL,
  url TEXT NOT NULL, trusted INTEGER NOT NULL, parameters TEXT NOT NULL, auth_id TEXT NOT NULL, decided_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX callback_of_lane ON callback (lane, sequence);
CREATE TABLE dead_letter (
  id TEXT PRIMARY KEY, position INTEGER NOT NULL, conference TEXT NOT NULL, lane_url TEXT NOT NULL, method TEXT NOT NULL,
  url TEXT NOT NULL, trusted INTEGER NOT NULL, parameters TEXT NOT NULL, auth_id TEXT NOT NULL, decided_at INTEGER NOT NULL,
  died_at INTEGER NOT NULL, reason TEXT NOT NULL, attempts INTEGER NOT NULL, replay INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX dead_letter_by_time ON dead_letter (died_at);
CREATE INDEX dead_letter_to_replay ON dead_letter (position) WHERE replay = 1;
-- a conference that goes on, one that has ended with something to send still, and one of which only its number is left
INSERT INTO lane VALUES (7, 'MAAAAAAAAAAAAAAAAAAA/weekly', 'http://app/events#rc=0', 12, 0);
INSERT INTO lane VALUES (8, 'MAAAAAAAAAAAAAAAAAAA/Zoë', 'http://app/events', 3, 1);
INSERT INTO lane VALUES (9, 'MAAAAAAAAAAAAAAAAAAA/quiet', 'http://app/events', 5, 0);
INSERT INTO callback VALUES (40, 7, 11, '6a8bcd29-9b16-4cf2-9a43-0d4eb1e3b34b', 'POST', 'http://app/events#rc=0', 1,
  '{"ConferenceName":"weekly","ConferenceAction":"enter","From":"4915100001"}', 'MAAAAAAAAAAAAAAAAAAA', 1795334400000);
INSERT INTO callback VALUES (41, 8, 3, '0b2a1a62-4d2e-4d51-9c3c-0a6f0d4b7a10', 'GET', 'http://app/events', 0,
  '{"ConferenceName":"Zoë","ConferenceAction":"exit","From":"4915100002"}', 'MAAAAAAAAAAAAAAAAAAA', 1795334401000);
INSERT INTO callback VALUES (42, 7, 12, '97ee4a8b-6f1a-4a50-a1a9-f2a7a2f0c9d3', 'POST', 'http://app/events#rc=0', 1,
  '{"ConferenceName":"weekly","ConferenceAction":"exit","From":"4915100001"}', 'MAAAAAAAAAAAAAAAAAAA', 1795334402000);
-- one dead letter that lies there, and one that is to be sent again
INSERT INTO dead_letter VALUES ('5d1f6e2c-8b0e-4f0a-8d55-2f2f3a9b7c01', 38, 'MAAAAAAAAAAAAAAAAAAA/weekly', 'http://app/events#rc=0', 'POST',
  'http://app/events#rc=0', 1, '{"ConferenceName":"weekly","ConferenceAction":"enter"}', 'MAAAAAAAAAAAAAAAAAAA', 1795334300000, 1795334301000,
  'replied 404', 1, 0);
INSERT INTO dead_letter VALUES ('c7a4d0c2-1a0e-4c39-9a64-6a3b8e1d2f02', 39, 'MAAAAAAAAAAAAAAAAAAA/quiet', 'http://app/events', 'POST',
  'http://app/events', 0, '{"ConferenceName":"quiet","ConferenceAction":"exit"}', 'MAAAAAAAAAAAAAAAAAAA', 1795334310000, 1795334320000,
  'replied 500', 3, 1);
COMMIT;
PRAGMA application_id = 1131376230;
PRAGMA user_version = 1;
PRAGMA wal_checkpoint(TRUNCATE);
