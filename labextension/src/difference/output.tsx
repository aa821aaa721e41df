/** One output of a cell: each representation that differs. */

import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { IDivergence } from '../answers';
import { cellsOf } from './cells';
import { Folded } from './folded';
import { mimeName, type IOutput } from './outputs';
import { Pictures } from './pictures';
import { pictureOf } from './png';
import type { PicturesView } from './picturesview';
import { TextDiff } from './textdiff';
import { said } from '../serverWords';
import { ValueTable } from './valuetable';
import { ValueTree } from './valuetree';

interface IOutputProps {
  output: IOutput;
  trans: TranslationBundle;
  view: PicturesView;
}

/** The representation to read, the others folded. */
export function Output({ output, trans, view }: IOutputProps): React.JSX.Element {
  const count = output.others.length;
  return (
    <div className="jp-Repro-difference-output">
      <Divergence divergence={output.first} trans={trans} view={view} />
      {count > 0 && (
        <Folded summary={trans._n('%1 more representation', '%1 more representations', count)}>
          {() =>
            output.others.map(each => (
              <Divergence key={each.mime} divergence={each} trans={trans} view={view} />
            ))
          }
        </Folded>
      )}
    </div>
  );
}

interface IDivergenceProps {
  divergence: IDivergence;
  trans: TranslationBundle;
  view: PicturesView;
}

function Divergence(props: IDivergenceProps): React.JSX.Element {
  const { divergence, trans } = props;
  return (
    <div className="jp-Repro-divergence">
      <p className="jp-Repro-divergence-place">{place(divergence, trans)}</p>
      <p className="jp-Repro-divergence-summary">{said(divergence.summary, trans)}</p>
      {divergence.allowed && (
        <p className="jp-Repro-divergence-allowed">
          {trans.__('✓ Let pass: %1', divergence.allowed)}
        </p>
      )}
      <Shown {...props} />
    </div>
  );
}

function place(divergence: IDivergence, trans: TranslationBundle): string {
  const { variable, output, mime } = divergence;
  if (variable) {
    return trans.__('variable %1', variable);
  }
  return mime ? trans.__('output %1 (%2)', output, mimeName(mime)) : trans.__('output %1', output);
}

/** Whether a picture of it can be shown: of a picture on one side only, its lines are shown. */
function hasPicture({ picture, recorded_picture, found_picture }: IDivergence): boolean {
  const both = pictureOf(recorded_picture) && pictureOf(found_picture);
  return (both ?? pictureOf(picture)) !== null;
}

/** What is shown of a divergence, by its kind. */
function Shown({ divergence, trans, view }: IDivergenceProps): React.JSX.Element {
  const { diff, changes } = divergence;
  const pictured = React.useMemo(() => hasPicture(divergence), [divergence]);
  const cells = React.useMemo(() => cellsOf(divergence), [divergence]);
  if (pictured) {
    return <Pictures divergence={divergence} trans={trans} view={view} />;
  }
  if (changes.length === 0) {
    return <>{diff && <TextDiff diff={diff} trans={trans} />}</>;
  }
  return (
    <>
      {cells.length > 0 ? (
        <ValueTable cells={cells} trans={trans} />
      ) : (
        <ValueTree changes={changes} trans={trans} />
      )}
      {diff && (
        <Folded summary={trans.__('Source, line by line')}>
          {() => <TextDiff diff={diff} trans={trans} />}
        </Folded>
      )}
    </>
  );
}
