using DuckDB.NET.Native;
using static DuckDB.NET.Native.NativeMethods;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Reads the rows of a query as DuckDB's vectors, without boxing and without creating strings.</summary>
internal static class DuckDbQuery
{
    /// <summary>Reads a chunk of rows. The vectors are only valid during the call.</summary>
    public delegate void ChunkReader(ReadOnlySpan<DuckDbVector> columns, int rows);

    /// <exception cref="DuckDbQueryException">DuckDB refuses the query, or the query fails.</exception>
    public static void Read(DuckDBNativeConnection connection, string sql, ChunkReader read)
    {
        using var prepared = Prepare(connection, sql);
        Read(prepared, read);
    }

    /// <summary>The same for a query of an object that may not exist, without an exception in that case.</summary>
    /// <returns>True when DuckDB accepted the query.</returns>
    /// <exception cref="DuckDbQueryException">The query fails.</exception>
    public static bool TryRead(DuckDBNativeConnection connection, string sql, ChunkReader read)
    {
        var state = PreparedStatements.DuckDBPrepare(connection, sql, out var prepared);
        using (prepared)
        {
            if (state != DuckDBState.Success)
            {
                return false;
            }

            Read(prepared, read);
            return true;
        }
    }

    private static void Read(DuckDBPreparedStatement prepared, ChunkReader read)
    {
        var state = PreparedStatements.DuckDBExecutePreparedStreaming(prepared, out var result);
        try
        {
            if (state == DuckDBState.Success)
            {
                ReadChunks(ref result, read, CancellationToken.None);
            }

            if (ErrorOf(ref result) is { } error)
            {
                throw new DuckDbQueryException(error);
            }
        }
        finally
        {
            Query.DuckDBDestroyResult(ref result);
        }
    }

    private static DuckDBPreparedStatement Prepare(DuckDBNativeConnection connection, string sql)
    {
        if (PreparedStatements.DuckDBPrepare(connection, sql, out var prepared) == DuckDBState.Success)
        {
            return prepared;
        }

        using (prepared)
        {
            throw new DuckDbQueryException(PreparedStatements.DuckDBPrepareError(prepared));
        }
    }

    /// <summary>The error of a result, or null. An error in the middle of a stream looks like its end, so the result has to be
    /// checked.</summary>
    public static string? ErrorOf(ref DuckDBResult result) => Query.DuckDBResultError(ref result) is { Length: > 0 } error ? error : null;

    /// <summary>Reads a streamed result until its end or its error.</summary>
    public static void ReadChunks(ref DuckDBResult result, ChunkReader read, CancellationToken cancellationToken)
    {
        var vectors = new DuckDbVector[Query.DuckDBColumnCount(ref result)];
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var chunk = Query.DuckDBFetchChunk(result);
            var rows = chunk.IsInvalid ? 0 : (long)DataChunks.DuckDBDataChunkGetSize(chunk);
            if (rows == 0)
            {
                return;
            }

            for (var i = 0; i < vectors.Length; i++)
            {
                vectors[i] = new(DataChunks.DuckDBDataChunkGetVector(chunk, i));
            }

            read(vectors, (int)rows);
        }
    }
}
