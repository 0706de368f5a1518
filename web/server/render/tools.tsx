/** The places of the tools that every page has in its bar. */
import { toolSlots } from '../../app/islands/tools.ts';

export function Tools({ inChapter }: { inChapter: boolean }) {
  return (
    <>
      {Object.entries(toolSlots(inChapter)).map(([name, tool]) => (
        <span key={name} data-slot={name} data-needs-script>
          {tool}
        </span>
      ))}
    </>
  );
}
