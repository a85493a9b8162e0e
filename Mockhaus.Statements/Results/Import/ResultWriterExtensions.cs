using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements;

/// <summary>Writes whole results for hosts that have no database: from objects, tables, JSON and CSV.</summary>
/// <remarks>
/// <para>Each starts the result with the columns that it finds. Call <see cref="ResultWriter.Start"/> before to choose names, types and
/// order: then values go to the column of their name (of exactly that name, or of one that differs only in case) and have to
/// fit its type. So more than one source can be written into one result, one after the other.</para>
/// <para>One row after the other, so memory does not grow with the input. docs/results.md says which value becomes what.</para>
/// <para>A failure that names row and column (<see cref="StatementFailedException"/> with
/// <see cref="StatementErrorCodes.ValueNotRepresentable"/>) is meant to be thrown on to the manager, which ends the statement with it.</para>
/// </remarks>
public static class ResultWriterExtensions
{
    /// <summary>Writes a row for each object as they come.</summary>
    /// <remarks>
    /// The columns are the public properties of <typeparamref name="T"/>, those of base types first, as they are declared. Text, numbers,
    /// times and the like are one column called <c>value</c>. Dictionaries from texts to objects, and JSON elements, have the columns of the first
    /// 100 rows; a name that is missing in a row is NULL there. Tuples are refused, because the names of their parts are not known.
    /// </remarks>
    /// <typeparam name="T">The objects; their own type does not matter where it is a more derived one.</typeparam>
    /// <param name="result">Where to.</param>
    /// <param name="items">The objects.</param>
    /// <param name="cancellationToken">The executor's token.</param>
    /// <returns>A task that ends with the last row.</returns>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> has no properties, or one that is no cell.</exception>
    /// <exception cref="StatementFailedException">A value does not fit its column, or the result is too large.</exception>
    public static ValueTask WriteObjectsAsync<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(
        this ResultWriter result, IAsyncEnumerable<T> items, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items is IAsyncEnumerable<JsonElement> elements ? new JsonRows(result).WriteAsync(elements, cancellationToken)
            : typeof(T).IsAssignableTo(typeof(IEnumerable<KeyValuePair<string, object?>>)) ? new DictionaryRows<T>(result).WriteAsync(items, cancellationToken)
            : new ItemRows<T>(result).WriteAsync(items, cancellationToken);
    }

    /// <summary>Writes a row for each object of a list, or of anything else that can be enumerated.</summary>
    /// <remarks>As <see cref="WriteObjectsAsync"/> does.</remarks>
    /// <typeparam name="T">The objects; their own type does not matter where it is a more derived one.</typeparam>
    /// <param name="result">Where to.</param>
    /// <param name="items">The objects.</param>
    /// <param name="cancellationToken">The executor's token.</param>
    /// <returns>A task that ends with the last row.</returns>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> has no properties, or one that is no cell.</exception>
    /// <exception cref="StatementFailedException">A value does not fit its column, or the result is too large.</exception>
    public static ValueTask WriteListAsync<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(
        this ResultWriter result, IEnumerable<T> items, CancellationToken cancellationToken) =>
        result.WriteObjectsAsync(items.ToAsyncEnumerable(), cancellationToken);

    /// <summary>Writes the rows of a table that are not deleted.</summary>
    /// <param name="result">Where to.</param>
    /// <param name="table">The table, at least one column wide.</param>
    /// <param name="cancellationToken">The executor's token.</param>
    /// <returns>A task that ends with the last row.</returns>
    /// <exception cref="ArgumentException">The table has no columns.</exception>
    /// <exception cref="StatementFailedException">A value does not fit its column, or the result is too large.</exception>
    public static async ValueTask WriteTableAsync(this ResultWriter result, DataTable table, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        using var reader = table.CreateDataReader();
        await result.WriteReaderAsync(reader, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the rest of the rows that an ADO.NET reader stands before. Further results of it are not read.</summary>
    /// <param name="result">Where to.</param>
    /// <param name="reader">The reader, which the caller disposes of.</param>
    /// <param name="cancellationToken">The executor's token.</param>
    /// <returns>A task that ends with the last row.</returns>
    /// <exception cref="ArgumentException">The reader has no columns.</exception>
    /// <exception cref="StatementFailedException">A value does not fit its column, or the result is too large.</exception>
    public static async ValueTask WriteReaderAsync(this ResultWriter result, DbDataReader reader, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reader);
        if (reader.FieldCount == 0)
        {
            throw new ArgumentException("There are no columns to read.", nameof(reader));
        }

        var rows = new DbReaderRows(reader, result, ResultErrors.StartAdvice);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows.WriteCells();
            await result.EndRowAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes the rows of a JSON array: objects, or arrays of cells where the result has been started.</summary>
    /// <remarks>
    /// Without columns, the first 100 rows say what they are: whole numbers, other numbers (real), text, booleans, objects, arrays, and a
    /// variant where they differ. A member that is missing is NULL; one that no column is there for is an error.
    /// </remarks>
    /// <param name="result">Where to.</param>
    /// <param name="json">UTF-8, read as it comes; the caller disposes of it.</param>
    /// <param name="cancellationToken">The executor's token.</param>
    /// <returns>A task that ends with the last row.</returns>
    /// <exception cref="StatementFailedException">It is not such an array, a value does not fit its column, or the result is too large.</exception>
    public static ValueTask WriteJsonAsync(this ResultWriter result, Stream json, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(json);
        return new JsonRows(result).WriteAsync(JsonRows.ReadAsync(json, cancellationToken), cancellationToken);
    }

    /// <summary>Writes the rows of CSV, whose first line names the columns.</summary>
    /// <remarks>
    /// Separated by commas; in quotes there may be commas, line breaks, and quotes that are written twice. Lines end with LF, CRLF or CR.
    /// Nothing between two commas is NULL, <c>""</c> is the empty text. Without columns all of them are text.
    /// </remarks>
    /// <param name="result">Where to.</param>
    /// <param name="csv">The text, read as it comes; the caller disposes of it.</param>
    /// <param name="cancellationToken">The executor's token.</param>
    /// <returns>A task that ends with the last row.</returns>
    /// <exception cref="StatementFailedException">A line has too few or too many fields, a value does not fit its column, or the result is too large.</exception>
    public static ValueTask WriteCsvAsync(this ResultWriter result, TextReader csv, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(csv);
        return new CsvRows(result, csv).WriteAsync(cancellationToken);
    }
}
