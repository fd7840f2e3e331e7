"""The IRIs that the graph is written in: namespaces, and terms as constants."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from pyoxigraph import NamedNode

KG = "https://example.org/kg/ontology#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
SOSA = "http://www.w3.org/ns/sosa/"
SCHEMA = "https://schema.org/"
FOAF = "http://xmlns.com/foaf/0.1/"
QUDT = "http://qudt.org/schema/qudt/"
UNIT = "http://qudt.org/vocab/unit/"
NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
ITSRDF = "http://www.w3.org/2005/11/its/rdf#"

DEFAULT_BASE = "https://example.org/kg/"

PREFIXES: dict[str, str] = {
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "itsrdf": ITSRDF,
    "kg": KG,
    "nif": NIF,
    "prov": PROV,
    "qudt": QUDT,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "skos": SKOS,
    "sosa": SOSA,
    "unit": UNIT,
    "xsd": XSD,
}

TYPE = NamedNode(RDF + "type")
STATEMENT = NamedNode(RDF + "Statement")
SUBJECT = NamedNode(RDF + "subject")
PREDICATE = NamedNode(RDF + "predicate")
OBJECT = NamedNode(RDF + "object")

LABEL = NamedNode(RDFS + "label")
CONCEPT = NamedNode(SKOS + "Concept")
PREF_LABEL = NamedNode(SKOS + "prefLabel")
ALT_LABEL = NamedNode(SKOS + "altLabel")
HIDDEN_LABEL = NamedNode(SKOS + "hiddenLabel")
FOCUS = NamedNode(FOAF + "focus")

INTEGER = NamedNode(XSD + "integer")
DECIMAL = NamedNode(XSD + "decimal")
DOUBLE = NamedNode(XSD + "double")
DATE = NamedNode(XSD + "date")
YEAR_MONTH = NamedNode(XSD + "gYearMonth")
YEAR = NamedNode(XSD + "gYear")

IDENTIFIER = NamedNode(DCTERMS + "identifier")
DESCRIPTION = NamedNode(DCTERMS + "description")
TITLE = NamedNode(DCTERMS + "title")
ISSUED = NamedNode(DCTERMS + "date")
SOURCE = NamedNode(DCTERMS + "source")
PUBLISHER = NamedNode(DCTERMS + "publisher")
LANGUAGE = NamedNode(DCTERMS + "language")
NEWS_ARTICLE = NamedNode(SCHEMA + "NewsArticle")
URL = NamedNode(SCHEMA + "url")

SENTENCE = NamedNode(NIF + "Sentence")
PHRASE = NamedNode(NIF + "Phrase")
ANCHOR = NamedNode(NIF + "anchorOf")
BEGIN = NamedNode(NIF + "beginIndex")
END = NamedNode(NIF + "endIndex")
CONTEXT = NamedNode(NIF + "referenceContext")
IN_SENTENCE = NamedNode(NIF + "sentence")
REFERS_TO = NamedNode(ITSRDF + "taIdentRef")

OBSERVATION = NamedNode(SOSA + "Observation")
FEATURE = NamedNode(SOSA + "hasFeatureOfInterest")
PROPERTY = NamedNode(SOSA + "observedProperty")
RESULT = NamedNode(SOSA + "hasSimpleResult")
UNIT_TEXT = NamedNode(SCHEMA + "unitText")
HAS_UNIT = NamedNode(QUDT + "unit")

BUNDLE = NamedNode(PROV + "Bundle")
ACTIVITY = NamedNode(PROV + "Activity")
SOFTWARE_AGENT = NamedNode(PROV + "SoftwareAgent")
DERIVATION = NamedNode(PROV + "Derivation")
DERIVED_FROM = NamedNode(PROV + "wasDerivedFrom")
QUALIFIED_DERIVATION = NamedNode(PROV + "qualifiedDerivation")
DERIVED_ENTITY = NamedNode(PROV + "entity")
GENERATED_BY = NamedNode(PROV + "wasGeneratedBy")
USED = NamedNode(PROV + "used")
ASSOCIATED_WITH = NamedNode(PROV + "wasAssociatedWith")
INFLUENCED_BY = NamedNode(PROV + "wasInfluencedBy")
NAME = NamedNode(SCHEMA + "name")
SOFTWARE_VERSION = NamedNode(SCHEMA + "softwareVersion")

ROLE = NamedNode(KG + "role")
STATUS = NamedNode(KG + "status")
CONFIDENCE = NamedNode(KG + "confidence")
COMPONENT = NamedNode(KG + "component")
KIND = NamedNode(KG + "kind")
SPEAKER = NamedNode(KG + "speaker")
PERIOD = NamedNode(KG + "period")
QUALIFIER = NamedNode(KG + "qualifier")
MERGE_REASON = NamedNode(KG + "mergeReason")
DENOTES = NamedNode(KG + "denotes")
CONFLICT = NamedNode(KG + "Conflict")
CONFLICTING = NamedNode(KG + "conflicting")
ABOUT = NamedNode(KG + "about")
COPY_OF = NamedNode(KG + "nearDuplicateOf")
REASON = NamedNode(KG + "reason")
UNMET = NamedNode(KG + "unmet")


@lru_cache(maxsize=4096)
def term(name: str) -> NamedNode:
    """The ontology's term of that local name, for example `term("makes")`."""
    return NamedNode(KG + quote(name, safe="", errors="surrogatepass"))
