"""French news written for the tests: the people and most of the bodies in it are made up."""

from __future__ import annotations

from schemas.records import Article

STRIKE = Article(
    language="fr",
    headline="Grève à Port-Marly : les dockers bloquent le terminal",
    standfirst="La ministre des Transports, Hélène Marchetti, est attendue mardi dans le Pas-de-Calais.",
    body=(
        "Les dockers de Port-Marly ont voté lundi la poursuite de la grève. « Nous ne lâcherons rien », a "
        "déclaré Luc Thibaud, délégué de la CGT, devant quelque 300 grévistes.\n\n"
        "M. Thibaud a rencontré le préfet du Nord, Bernard Lequien, à Lille. Selon la préfecture, l'accès au "
        "terminal de l'Atlantique reste fermé. Mme Marchetti, qui se rendra à Calais puis à Bruxelles, "
        "demande à la direction de Manche Ferries de rouvrir les discussions.\n\n"
        "À Paris, l'Assemblée nationale doit examiner le texte en juin. Emmanuel Macron et la Commission "
        "européenne ont appelé au calme. La SNCF prévoit deux trains sur trois entre la Belgique et la "
        "France."
    ),
)

COURT = Article(
    language="fr",
    headline="Le tribunal de Nantes condamne Ferrand Logistique",
    body=(
        "Le tribunal de commerce de Nantes a condamné vendredi l'entreprise Ferrand Logistique à verser 1,2 "
        "million d'euros à ses salariés. L’avocate du syndicat Sud-Solidaires, Me Aïcha Benali, s’est "
        "réjouie d’une décision « historique ».\n\n"
        "Le président Jean-Yves Le Goff, ancien maire de Saint-Nazaire, a fait appel. M. Le Goff dirige "
        "aussi l'Union des armateurs de Bretagne (UAB). L'UAB n'a pas souhaité répondre au Monde.\n\n"
        "« C'est une première en Europe », estime Claire Dumas, de l'université de Rennes. Claire Dumas suit "
        "le dossier depuis les grèves de Marseille et du Havre."
    ),
)

STORM = Article(
    language="fr",
    headline="TEMPÊTE : LA BRETAGNE ET LA NORMANDIE EN ALERTE",
    body=(
        "Météo-France a placé le Finistère en vigilance rouge. Au large d'Ouessant, le Cross Corsen a "
        "secouru l'équipage d'un chalutier. Le maire de Brest, François Kermarrec, a fermé les parcs.\n\n"
        "Le ministre de l'Intérieur, Gérald Lambert, s'est rendu sur place avec le colonel Pierre Astruc. Le "
        "Premier ministre britannique, Robert Hale, a proposé l'aide du Royaume-Uni."
    ),
)

ARTICLES = (STRIKE, COURT, STORM)
