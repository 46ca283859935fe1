-- The only truth. Everything below it is a projection, written in the event's own transaction.
create table event (
  sequence    bigint       not null primary key,
  run_id      varchar(200) not null,
  kind        varchar(40)  not null,
  payload     text         not null,
  recorded_at varchar(40)  not null
);

create index event_by_run on event (run_id, sequence);

create table run (
  run_id        varchar(200)     not null primary key,
  name          varchar(200)     not null,
  planner       varchar(200)     not null,
  parent_id     varchar(200)     references run (run_id),
  status        varchar(20)      not null,
  seed          bigint           not null,
  budget        double precision not null,
  spent         double precision not null,
  hypervolume   double precision,
  evaluations   integer          not null,
  started_at    varchar(40)      not null,
  updated_at    varchar(40)      not null,
  campaign_file text             not null,
  out_directory text,
  started_in    bigint           not null references event (sequence)
);

create index run_by_parent on run (parent_id);

create table evaluation (
  run_id        varchar(200)     not null references run (run_id),
  evaluation_id varchar(40)      not null,
  fidelity      varchar(200)     not null,
  state         varchar(20)      not null,
  cost          double precision not null,
  parent_id     varchar(40),
  asked_in      bigint           not null references event (sequence),
  observed_in   bigint           references event (sequence),
  primary key (run_id, evaluation_id)
);

create table artifact (
  hash          varchar(64)  not null,
  run_id        varchar(200) not null references run (run_id),
  evaluation_id varchar(40)  not null,
  name          varchar(400) not null,
  media_type    varchar(200) not null,
  size          bigint       not null,
  primary key (hash, run_id, evaluation_id, name)
);
