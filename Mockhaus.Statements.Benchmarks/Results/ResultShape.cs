namespace Mockhaus.Statements.Benchmarks.Results;

/// <summary>Rows of one kind: what makes them, and how somebody reads them who knows their types.</summary>
/// <param name="Name">As it stands in the detail of a measurement.</param>
/// <param name="RowsOfAMB">About how many rows make an MB of JSON.</param>
/// <param name="Columns">The select list, over a column <c>n</c> that counts from 0.</param>
/// <param name="Cells">How each of the columns is read with a typed getter and written.</param>
internal sealed record ResultShape(string Name, int RowsOfAMB, string Columns, IReadOnlyList<TypedCell> Cells)
{
    // As many quotes, umlauts and line ends as people write. A number stands behind each, so that no text can be packed to nothing.
    private const string Phrases =
        "['order shipped to customer ', 'delivered in Zürich by \"express\" as ', 'paid by invoice ', 'returned because of damage, see ', " +
        "'refund pending since ' || chr(10), 'larger than expected: ', 'see the note below, and also ', 'für größere Mengen siehe ']";

    public static ResultShape Narrow { get; } = new(
        "narrow",
        50_000,
        "n::INTEGER AS id, (n * 7919 % 1000003)::INTEGER AS quantity",
        [TypedCells.Int32, TypedCells.Int32]);

    public static ResultShape Mixed { get; } = new(
        "mixed",
        8_900,
        """
        n::INTEGER AS id,
        (n * 1000003 % 9000000000)::BIGINT AS account,
        if(n % 7 = 0, NULL, n % 1000)::SMALLINT AS quantity,
        (n * 37 % 100000 / 100)::DECIMAL(12, 2) AS price,
        n * 0.125e0 AS weight,
        'customer ' || n % 5000 AS name,
        if(n % 3 = 0, NULL, 'ships on day ' || n % 31) AS note,
        DATE '2020-01-01' + (n % 2000)::INTEGER AS day,
        TIMESTAMP '2020-01-01 00:00:00.25' + to_microseconds(n * 1000003) AS changed,
        n % 2 = 0 AS paid
        """,
        [
            TypedCells.Int32, TypedCells.Int64, TypedCells.Int16, TypedCells.Decimal, TypedCells.Double,
            TypedCells.Text, TypedCells.Text, TypedCells.Date, TypedCells.Timestamp, TypedCells.Boolean,
        ]);

    public static ResultShape Wide { get; } = new(
        "wide",
        225,
        string.Join(", ", new[] { 22, 32, 42 }.Select((phrases, column) =>
            $"array_to_string(list_transform(range({phrases}), lambda p: ({Phrases})[1 + (n + p * p) % 8] || hash(n * 3 + {column}, p)), ', ') AS text{column}")),
        [TypedCells.Text, TypedCells.Text, TypedCells.Text]);

    public static IReadOnlyList<ResultShape> All { get; } = [Narrow, Mixed, Wide];

    /// <summary>A query that makes the rows as they are read.</summary>
    public string Query(long rows) => $"SELECT {Columns} FROM range({rows}) AS source(n)";
}
