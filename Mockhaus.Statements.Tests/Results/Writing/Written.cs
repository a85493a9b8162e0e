using System.Text;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Results.Writing;

/// <summary>What a writer has written, read back from the store without the library's own reader.</summary>
internal sealed record Written(IReadOnlyList<ResultColumn> Columns, IReadOnlyList<string?[]> Rows)
{
    public IEnumerable<string> Names => Columns.Select(column => column.Name);

    public IEnumerable<ResultColumnType> Types => Columns.Select(column => column.Type);

    public string? Cell => Rows.Single().Single();

    public static async Task<Written> ByAsync(Func<ResultWriter, ValueTask> write, params ResultColumn[] columns)
    {
        using var bench = await ResultBench.OpenAsync();
        if (columns.Length > 0)
        {
            bench.Writer.Start(columns);
        }

        await write(bench.Writer);
        var rows = await bench.RowsAsync();
        return new(bench.Row.Columns, rows);
    }

    public static Task<Written> ListAsync<T>(IEnumerable<T> items, params ResultColumn[] columns) =>
        ByAsync(result => result.WriteListAsync(items, CancellationToken.None), columns);

    public static Task<Written> JsonAsync(string json, params ResultColumn[] columns) =>
        ByAsync(result => result.WriteJsonAsync(new MemoryStream(Encoding.UTF8.GetBytes(json)), CancellationToken.None), columns);

    public static Task<Written> CsvAsync(string csv, params ResultColumn[] columns) =>
        ByAsync(result => result.WriteCsvAsync(new StringReader(csv), CancellationToken.None), columns);

    /// <summary>The error that a write ends with.</summary>
    public static async Task<StatementError> ErrorAsync(Func<Task<Written>> write)
    {
        var thrown = await write.Should().ThrowAsync<StatementFailedException>();
        var error = thrown.Which.Error;
        error.Code.Should().Be(StatementErrorCodes.ValueNotRepresentable);
        return error;
    }
}
