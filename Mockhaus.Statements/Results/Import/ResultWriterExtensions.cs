using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements;

/// <summary>Writes complete results without a database: from objects, tables, JSON and CSV.</summary>
/// <remarks>
/// <para>Each method starts the result with the columns of its source. To choose names, types and order, call
/// <see cref="ResultWriter.Start"/> first: values are then written to the column with their name (the exact name, otherwise ignoring case)
/// and must fit its type. Several sources can be written to one result in this way.</para>
/// <para>Rows are written one by one, so memory use does not grow with the input. docs/results.md describes the conversions.</para>
/// <para>An exception with the row and the column (<see cref="StatementFailedException"/> with
/// <see cref="StatementErrorCodes.ValueNotRepresentable"/>) should be passed on to the manager, which ends the statement with it.</para>
/// </remarks>
public static class ResultWriterExtensions
{
    /// <summary>Writes a row for each object of an asynchronous sequence.</summary>
    /// <remarks>
    /// The columns are the public properties of <typeparamref name="T"/>, those of base types first, in declaration order. Text, numbers,
    /// times and other single values have one column named <c>value</c>. Dictionaries of strings to objects, and JSON elements, have the
    /// columns of the first 100 rows; a name that is missing in a row is NULL there. Tuples are refused, because the names of their
    /// elements are not known.
    /// </remarks>
    /// <typeparam name="T">The type of the objects. The properties of derived types are ignored.</typeparam>
    /// <param name="result">The target.</param>
    /// <param name="items">The objects.</param>
    /// <param name="cancellationToken">The token of the executor.</param>
    /// <returns>A task that completes after the last row.</returns>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> has no properties, or one whose type cannot be a cell.</exception>
    /// <exception cref="StatementFailedException">A value does not fit its column, or the result is too large.</exception>
    public static ValueTask WriteObjectsAsync<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(
        this ResultWriter result, IAsyncEnumerable<T> items, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items is IAsyncEnumerable<JsonElement> elements ? new JsonRows(result).WriteAsync(elements, cancellationToken)
            : typeof(T).IsAssignableTo(typeof(IEnumerable<KeyValuePair<string, object?>>)) ? new DictionaryRows<T>(result).WriteAsync(items, cancellationToken)
            : new ItemRows<T>(result).WriteAsync(items, cancellationToken);
    }

    /// <summary>Writes a row for each object of a sequence.</summary>
    /// <remarks>See <see cref="WriteObjectsAsync"/>.</remarks>
    /// <typeparam name="T">The type of the objects. The properties of derived types are ignored.</typeparam>
    /// <param name="result">The target.</param>
    /// <param name="items">The objects.</param>
    /// <param name="cancellationToken">The token of the executor.</param>
    /// <returns>A task that completes after the last row.</returns>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> has no properties, or one whose type cannot be a cell.</exception>
    /// <exception cref="StatementFailedException">A value does not fit its column, or the result is too large.</exception>
    public static ValueTask WriteListAsync<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(
        this ResultWriter result, IEnumerable<T> items, CancellationToken cancellationToken = default) =>
        result.WriteObjectsAsync(items.ToAsyncEnumerable(), cancellationToken);

    /// <summary>Writes the rows of a table that are not deleted.</summary>
    /// <param name="result">The target.</param>
    /// <param name="table">The table, with at least one column.</param>
    /// <param name="cancellationToken">The token of the executor.</param>
    /// <returns>A task that completes after the last row.</returns>
    /// <exception cref="ArgumentException">The table has no columns.</exception>
    /// <exception cref="StatementFailedException">A value does not fit its column, or the result is too large.</exception>
    public static async ValueTask WriteTableAsync(this ResultWriter result, DataTable table, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        using var reader = table.CreateDataReader();
        await result.WriteReaderAsync(reader, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the remaining rows of an ADO.NET reader. Further results of the reader are not read.</summary>
    /// <param name="result">The target.</param>
    /// <param name="reader">The reader, which the caller disposes of.</param>
    /// <param name="cancellationToken">The token of the executor.</param>
    /// <returns>A task that completes after the last row.</returns>
    /// <exception cref="ArgumentException">The reader has no columns.</exception>
    /// <exception cref="StatementFailedException">A value does not fit its column, or the result is too large.</exception>
    public static async ValueTask WriteReaderAsync(this ResultWriter result, DbDataReader reader, CancellationToken cancellationToken = default)
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

    /// <summary>Writes the rows of a JSON array: objects, or arrays of cells if the result has been started.</summary>
    /// <remarks>
    /// Without columns, they are inferred from the first 100 rows: whole numbers, other numbers (real), text, booleans, objects, arrays,
    /// or a variant if the types differ. A missing member is NULL; a member without a column is an error.
    /// </remarks>
    /// <param name="result">The target.</param>
    /// <param name="json">The JSON in UTF-8, which is read as a stream. The caller disposes of it.</param>
    /// <param name="cancellationToken">The token of the executor.</param>
    /// <returns>A task that completes after the last row.</returns>
    /// <exception cref="StatementFailedException">The JSON is not such an array, a value does not fit its column, or the result is too
    /// large.</exception>
    public static ValueTask WriteJsonAsync(this ResultWriter result, Stream json, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(json);
        return new JsonRows(result).WriteAsync(JsonRows.ReadAsync(json, cancellationToken), cancellationToken);
    }

    /// <summary>Writes the rows of CSV. Its first line contains the names of the columns.</summary>
    /// <remarks>
    /// Fields are separated by commas. A quoted field can contain commas, line breaks, and doubled quotes. Lines end with LF, CRLF or CR.
    /// An empty field is NULL, and <c>""</c> is the empty text. Unless the result has been started, all columns are text.
    /// </remarks>
    /// <param name="result">The target.</param>
    /// <param name="csv">The text, which is read as a stream. The caller disposes of it.</param>
    /// <param name="cancellationToken">The token of the executor.</param>
    /// <returns>A task that completes after the last row.</returns>
    /// <exception cref="StatementFailedException">A line has too few or too many fields, a value does not fit its column, or the result is
    /// too large.</exception>
    public static ValueTask WriteCsvAsync(this ResultWriter result, TextReader csv, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(csv);
        return new CsvRows(result, csv).WriteAsync(cancellationToken);
    }
}
