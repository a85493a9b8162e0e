using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Results;

/// <summary>A column, the values at the edges of its type, and any number of random ones.</summary>
internal sealed record TypedColumn(ResultColumn Column, IReadOnlyList<TypedCell> Edges, Func<Random, TypedCell> Next)
{
    public static TypedColumn Of<T>(ResultColumn column, IEnumerable<T> edges, Func<Random, T> next, Func<T, TypedCell> cell) =>
        new(column, [.. edges.Select(cell)], random => cell(next(random)));

    /// <summary>The cell of a row; null is NULL.</summary>
    public TypedCell? CellOf(int row, Random random) =>
        row < Edges.Count ? Edges[row] : random.Next(10) == 0 ? null : Next(random);
}
