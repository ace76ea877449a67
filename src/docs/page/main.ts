import { startGestures } from './gestures.ts';
import { startSearch } from './search.ts';
import { clearSelection, startSelection } from './selection.ts';
import { startSettings } from './settings.ts';
import { startViewport } from './viewport.ts';

// The page can be read without this; it makes the diagram move, and finds things.

startSettings();
startViewport();
startGestures();
startSelection();
startSearch();
addEventListener('keydown', (event) => {
  if (event.key === 'Escape') clearSelection();
});
