create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'events are append-only';
end;
$$;

create trigger event_is_never_changed before update or delete or truncate on event
  for each statement execute function refuse_change();
