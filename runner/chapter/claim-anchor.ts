/** Where a link to a claim leads. Headings' anchors have no capital letter, so none is the same. */
export const claimAnchor = (id: string): string => `claim-${id}`;
