/** A picture with its name, alone or in a stack of two. */

import * as React from 'react';

import type { IPicture } from './png';

/** A picture and what it is called. */
export interface INamedPicture extends IPicture {
  name: string;
  /** Empty for the difference of two. */
  side: 'recorded' | 'found' | '';
}

/** The sign of a side; nothing for what is neither. */
function sign(side: INamedPicture['side']): string {
  return { recorded: '− ', found: '+ ', '': '' }[side];
}

/** A picture with its name below. */
export function Figure({ picture }: { picture: INamedPicture }): React.JSX.Element {
  return (
    <figure className="jp-Repro-picture">
      <img src={picture.url} alt={picture.name} />
      <figcaption>
        {sign(picture.side)}
        {picture.name}
      </figcaption>
    </figure>
  );
}

interface IStackProps {
  pair: [INamedPicture, INamedPicture];
  /** How each is drawn. */
  styles: [React.CSSProperties, React.CSSProperties];
}

/** Two pictures in one place, in one scale although their sizes may differ. */
export function Stack({ pair, styles }: IStackProps): React.JSX.Element {
  const width = Math.max(pair[0].width, pair[1].width);
  return (
    <div className="jp-Repro-pictures-stack" style={{ maxWidth: width }}>
      {pair.map((picture, index) => (
        <img
          key={picture.side}
          src={picture.url}
          alt={picture.name}
          style={{
            width: `${(100 * picture.width) / width}%`,
            ...styles[index]
          }}
        />
      ))}
    </div>
  );
}
