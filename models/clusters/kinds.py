"""The ways to cluster and what can be chosen about them: known without any of the libraries that compute."""

from dataclasses import dataclass

MOST = 11  # segments: as many as there are names
SMALL_SAMPLE, LARGE_SAMPLE = 5_000, 50_000
SEED = 42
CENTRE = "the nearest centre"
NEIGHBOUR = "as the nearest customer of the fitted sample"

Numbers = int | tuple[int, int] | None  # segments asked for: so many, from so many to so many, or as the rule says


@dataclass(frozen=True)
class Algorithm:
    """A way to cluster."""

    slug: str
    name: str
    rows: int  # the most that it is fitted on
    assignment: str  # in words
    has_k: bool = True


ALGORITHMS = {
    one.slug: one
    for one in (
        Algorithm("kmeans", "K-means", LARGE_SAMPLE, CENTRE),
        Algorithm("minibatch", "Mini-batch k-means", LARGE_SAMPLE, CENTRE),
        Algorithm("ward", "Ward", SMALL_SAMPLE, NEIGHBOUR),
        Algorithm("average", "Average linkage", SMALL_SAMPLE, NEIGHBOUR),
        Algorithm("complete", "Complete linkage", SMALL_SAMPLE, NEIGHBOUR),
        Algorithm("gaussian-mixture", "Gaussian mixture", LARGE_SAMPLE, "the component most likely"),
        Algorithm("hdbscan", "HDBSCAN", SMALL_SAMPLE, NEIGHBOUR + "; noise is a segment of its own", has_k=False),
    )
}
LINKAGES = ("ward", "average", "complete")
