ALTER TABLE links ADD COLUMN title text;
