using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Results;

/// <summary>A result with a column of every type, whose cells know what they have to be when they are read.</summary>
internal sealed class TypedTable
{
    private readonly int _seed;
    private readonly TypedColumn[] _columns;
    private readonly TypedCell?[][] _rows;

    public TypedTable(int seed, int rows)
    {
        _seed = seed;
        _columns =
        [
            TypedNumbers.Fixed(38, 0), TypedNumbers.Fixed(19, 0), TypedNumbers.Fixed(10, 0), TypedNumbers.Fixed(20, 0), TypedNumbers.Fixed(5, 2), TypedNumbers.Fixed(38, 10),
            TypedNumbers.Fixed(38, 37), TypedNumbers.Fixed(38, 38), TypedNumbers.Real(), TypedTexts.Text(), TypedTexts.Boolean(), TypedTexts.Binary(),
            TypedTexts.Json(ResultColumnType.Variant), TypedTexts.Json(ResultColumnType.Object), TypedTexts.Json(ResultColumnType.Array),
            TypedTimes.Date(), TypedTimes.Time(9), TypedTimes.Time(3), TypedTimes.Time(0),
            .. from type in new[] { ResultColumnType.TimestampNtz, ResultColumnType.TimestampLtz, ResultColumnType.TimestampTz }
               from scale in new[] { 9, 6, 3, 0 }
               select TypedTimes.Timestamp(type, scale),
        ];
        var random = new Random(seed);
        _rows = [.. Enumerable.Range(0, rows).Select(row => _columns.Select(column => column.CellOf(row, random)).ToArray())];
        Executor = new DelegateStatementExecutor(WriteAsync);
    }

    public IStatementExecutor Executor { get; }

    public static async Task<StatementHandle> RunAsync(StatementSession session)
    {
        var statement = await session.SubmitAsync(new() { Sql = "select" });
        statement = await session.WaitAsync(statement.Handle, TimeSpan.FromMinutes(1));
        statement.Error.Should().BeNull();
        return statement.Handle;
    }

    /// <summary>Reads all of it, as rows and through ADO.NET, and compares each cell.</summary>
    public async Task CheckAsync(StatementSession session, StatementHandle handle)
    {
        var wrong = new List<string>();
        var number = 0;
        await using var reader = await session.OpenReaderAsync(handle);
        await foreach (var row in session.ReadRowsAsync(handle))
        {
            (await reader.ReadAsync()).Should().BeTrue();
            var cells = _rows[number];
            for (var ordinal = 0; ordinal < cells.Length; ordinal++)
            {
                var isRight = cells[ordinal] is { } cell
                    ? !row.IsNull(ordinal) && cell.IsText(row[ordinal]!) && cell.IsTyped(row, ordinal) && !reader.IsDBNull(ordinal)
                        && (cell.IsNatural is { } isNatural
                            ? reader.GetValue(ordinal) is var value && value.GetType() == reader.GetFieldType(ordinal) && isNatural(value) && isNatural(row.GetValue(ordinal)!)
                            : TypedCell.Refuses(() => reader.GetValue(ordinal)))
                    : IsNull(row, ordinal) && reader.IsDBNull(ordinal) && reader.GetValue(ordinal) is DBNull;
                if (!isRight)
                {
                    wrong.Add($"row {number}, {_columns[ordinal].Column.Name}: {cells[ordinal]?.What ?? "NULL"}");
                }
            }

            number++;
        }

        number.Should().Be(_rows.Length);
        (await reader.ReadAsync()).Should().BeFalse();
        wrong.Should().BeEmpty("every cell comes back equal (seed {0})", _seed);
    }

    private static bool IsNull(ResultRow row, int ordinal) =>
        row.IsNull(ordinal) && row[ordinal] is null && row.GetValue(ordinal) is null && row.Get<long?>(ordinal) is null
        && TypedCell.Refuses(() => row.GetString(ordinal));

    private async ValueTask WriteAsync(StatementExecution execution, CancellationToken cancellationToken)
    {
        execution.Result.Start([.. _columns.Select(column => column.Column)]);
        foreach (var row in _rows)
        {
            foreach (var cell in row)
            {
                if (cell is null)
                {
                    execution.Result.Row.WriteNull();
                }
                else
                {
                    cell.Write(execution.Result.Row);
                }
            }

            await execution.Result.EndRowAsync(cancellationToken);
        }
    }
}
