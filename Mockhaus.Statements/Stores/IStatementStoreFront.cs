namespace Mockhaus.Statements.Stores;

/// <summary>A store that stands before another and passes on what that one is able to do: it has an ability only where the other has it.</summary>
internal interface IStatementStoreFront
{
    /// <summary>The other one.</summary>
    IStatementStore Far { get; }

    /// <summary>An ability that a store really has, or null.</summary>
    static T? AbilityOf<T>(IStatementStore store)
        where T : class =>
        store is T ability && (store is not IStatementStoreFront front || AbilityOf<T>(front.Far) is not null) ? ability : null;
}
