-- How often each caller may ask a tool, such as 100/s, or off. A budget from before that says nothing about it.
ALTER TABLE tool_budgets ADD COLUMN rate text;
