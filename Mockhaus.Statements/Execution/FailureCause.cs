using System.Data.Common;

namespace Mockhaus.Statements.Execution;

/// <summary>Whether an exception that ended a statement may be logged: a database's message quotes SQL, and must not be.</summary>
internal static class FailureCause
{
    /// <summary>Whether an exception is the executor's own: not an answer to the SQL, nor this library's, and with none of a database inside.</summary>
    public static bool IsTheExecutors(Exception exception) => exception switch
    {
        StatementException or DbException or DuckDbQueryException => false,
        AggregateException many => many.InnerExceptions.All(IsTheExecutors),
        { InnerException: { } inner } => IsTheExecutors(inner),
        _ => true,
    };
}
