using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Docs;

/// <summary>The examples of docs/results.md on writing, as they stand there.</summary>
public sealed class ResultWritingExamples
{
    private sealed record User(int Id, string Name);

    [Test]
    public async Task A_delegate_answers_with_objects()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddMockhausStatements().UseDelegate(async (execution, cancellationToken) =>
        {
            User[] users = [new(1, "Ada"), new(2, "Grace")]; // record User(int Id, string Name)
            await execution.Result.WriteListAsync(users, cancellationToken);
        });

        await using var app = builder.Build();
        var session = app.Services.GetRequiredService<StatementManager>().OpenSession("me");
        var rows = await RowsAsync(session);
        rows.Select(row => row[1]).Should().Equal("Ada", "Grace");
    }

    [Test]
    public async Task Columns_are_chosen_before()
    {
        using var json = new MemoryStream(Encoding.UTF8.GetBytes("""[{"id": 1, "at": "2026-01-02 03:04:05.678"}]"""));
        using var csv = new StringReader("name,id\nAda,2\n");
        var executor = new DelegateStatementExecutor(async (execution, cancellationToken) =>
        {
            execution.Result.Start([ResultColumn.Fixed("ID"), ResultColumn.Temporal("AT", ResultColumnType.TimestampNtz, 3), ResultColumn.Text("NAME")]);
            await execution.Result.WriteJsonAsync(json, cancellationToken); // [{"id": 1, "at": "2026-01-02 03:04:05.678"}, …]
            await execution.Result.WriteCsvAsync(csv, cancellationToken); // then the lines of a file
        });

        await using var manager = new StatementManager(new MemoryStatementStore(), executor);
        var rows = await RowsAsync(manager.OpenSession("me"));
        rows.Should().HaveCount(2);
        rows[0].Should().Equal("1", "1767323045.678", null);
        rows[1].Should().Equal("2", null, "Ada");
    }

    [Test]
    public async Task What_does_not_fit_is_the_statements_error()
    {
        using var csv = new StringReader("id\n1\nx\n");
        var executor = new DelegateStatementExecutor((execution, cancellationToken) =>
        {
            execution.Result.Start([ResultColumn.Fixed("ID")]);
            return execution.Result.WriteCsvAsync(csv, cancellationToken);
        });

        await using var manager = new StatementManager(new MemoryStatementStore(), executor);
        var session = manager.OpenSession("me");
        var statement = await session.SubmitAsync(new() { Sql = "select" });
        statement = await session.WaitAsync(statement.Handle, TimeSpan.FromSeconds(30));
        statement.Error.Should().Be(new StatementError(
            StatementErrorCodes.ValueNotRepresentable,
            "22003",
            "Column 'ID': row 2 has the text 'x', which does not fit a column of the type FIXED(38,0). Call Start first with columns that fit, or change the value."));
    }

    private static async Task<List<ResultRow>> RowsAsync(StatementSession session)
    {
        var statement = await session.SubmitAsync(new() { Sql = "select" });
        statement = await session.WaitAsync(statement.Handle, TimeSpan.FromSeconds(30));
        statement.Error.Should().BeNull();
        return await session.ReadRowsAsync(statement.Handle).ToListAsync();
    }
}
