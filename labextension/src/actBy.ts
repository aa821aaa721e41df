import type { CommandRegistry } from '@lumino/commands';
import type { Act, IDoable } from './causeList';
import { CommandIDs } from './commandIds';
import { attempt } from './notices';

/** Does by commands what the buttons say. */
export function actBy(commands: CommandRegistry): Act {
  return ({ do: what, name }) => attempt(commands.execute(OF_ACTION[what], { name }));
}

const OF_ACTION: Readonly<Record<IDoable['do'], string>> = {
  pin: CommandIDs.pin,
  restart: CommandIDs.freshRun,
  prove: CommandIDs.prove,
  verify: CommandIDs.verify,
  snapshot: CommandIDs.snapshot,
  restore: CommandIDs.restore
};
