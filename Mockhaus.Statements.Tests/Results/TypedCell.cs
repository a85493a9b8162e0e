using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Results;

/// <summary>A value of which is known how it is written, and what it has to be when it is read.</summary>
/// <param name="What">The value, for messages.</param>
/// <param name="Write">Writes it.</param>
/// <param name="IsText">Whether a cell's text means it.</param>
/// <param name="IsTyped">Whether the typed getters give it, or refuse where it does not fit.</param>
/// <param name="IsNatural">Whether a value of the column's natural type is it; null when it does not fit that type.</param>
internal sealed record TypedCell(
    object? What,
    Action<RowWriter> Write,
    Func<string, bool> IsText,
    Func<ResultRow, int, bool> IsTyped,
    Func<object, bool>? IsNatural)
{
    /// <summary>Whether a getter refuses, with the error that is made for it.</summary>
    public static bool Refuses<T>(Func<T> get)
    {
        try
        {
            get();
            return false;
        }
        catch (ResultValueException exception)
        {
            return exception.Message.Contains(exception.Column.Name, StringComparison.Ordinal) && exception.Message.Length < 500;
        }
    }
}
