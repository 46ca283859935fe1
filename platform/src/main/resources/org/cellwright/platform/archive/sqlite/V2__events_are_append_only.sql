create trigger event_is_never_changed before update on event
begin
  select raise(abort, 'events are append-only');
end;

create trigger event_is_never_deleted before delete on event
begin
  select raise(abort, 'events are append-only');
end;
